#include "boundaries/output/border_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "boundaries/from_place/border_lines.h"
#include "boundaries/output/border_words.h"
#include "boundaries/question/rules.h"
#include "boundaries/workforce/cover/footprints.h"
#include "boundaries/workforce/supply/organisations.h"
#include "boundaries/workforce/supply/thresholds.h"
#include "datasets/place/names.h"
#include "geo/expect.h"

namespace placewright::boundaries::output {
namespace {

using Areas = std::vector<std::uint32_t>;

/// Gathers what is known of one border, each member function one part.
class Gatherer {
 public:
  Gatherer(const datasets::Place& place, const datasets::PlanRecord& plan, const PlaceProblem& question,
           const Labels& labels, const PlanNames& names, std::int32_t one, std::int32_t other)
      : place_(place),
        plan_(plan),
        question_(question),
        problem_(question.problem),
        labels_(labels),
        names_(names),
        material_(workforce::thresholds_of(place.settings).split) {
    result_.one = one;
    result_.other = other;
    const auto& edges = problem_.graph.edges();
    for (std::uint32_t row = 0; row < edges.size(); ++row) {
      const auto a = labels_[edges[row].a], b = labels_[edges[row].b];
      if (!(is_here(a) && is_there(b)) && !(is_there(a) && is_here(b))) continue;
      beside_.insert({edges[row].a, edges[row].b});
      if (edges[row].link) continue;
      edges_.push_back(row);
      result_.metres += edges[row].border_m;
    }
    for (std::uint32_t area = 0; area < problem_.size(); ++area)
      if (is_here(labels_[area])) result_.people += problem_.people[area];
  }

  BorderEvidence take() {
    find_lines();
    find_unit_borders();
    std::stable_sort(result_.follows.begin(), result_.follows.end(),
                     [](const auto& x, const auto& y) { return x.metres > y.metres; });
    find_cut_units();
    find_cut_organisations();
    find_cut_footprints();
    order_cuts();
    find_beside();
    list_rules();
    list_wishes();
    list_barriers();
    list_reasons();
    try_moves();
    compare_plans();
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool is_here(std::int32_t label) const { return label == result_.one; }
  [[nodiscard]] bool is_there(std::int32_t label) const {
    return label != kUnassigned && label != result_.one &&
           (result_.other == kUnassigned || label == result_.other);
  }
  [[nodiscard]] const geo::Edge& edge(std::uint32_t row) const { return problem_.graph.edges()[row]; }

  void follow(std::string kind, std::string name, bool line, double share) {
    constexpr double kTold = 0.05;
    if (share >= kTold)
      result_.follows.push_back({std::move(kind), std::move(name), line, share * result_.metres, share});
  }

  void find_lines() {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (const auto row : edges_) pairs.emplace_back(edge(row).a, edge(row).b);
    result_.lines_known = !place_.barriers.empty() || !place_.roads.empty() ||
                          std::any_of(place_.ground.begin(), place_.ground.end(),
                                      [](const auto& f) { return !f.line.empty(); });
    const auto along = find_lines_along(place_, question_, pairs);
    if (!(along.metres > 0)) return;
    result_.line_share = along.followed / along.metres;
    for (const auto& each : along.lines) follow(each.kind, each.name, true, each.metres / along.metres);
  }

  /// Where the areas on both sides belong to different units, the border is theirs too.
  void find_unit_borders() {
    if (!(result_.metres > 0)) return;
    for (const auto& data : problem_.alignment) {
      if (data.kind.starts_with("plan:")) continue;
      double along = 0;
      for (const auto row : edges_)
        if (data.unit[edge(row).a] != data.unit[edge(row).b]) along += edge(row).border_m;
      follow(data.kind, "", false, along / result_.metres);
    }
  }

  void part(const std::string& kind, const std::string& name, const char* counted, double people, double here,
            double there) {
    if (people > 0 && here >= material_ * people && there >= material_ * people)
      result_.cuts.push_back({kind, name, counted, people, here, there});
  }

  void find_cut_units() {
    for (const auto& data : problem_.alignment) {
      if (data.kind.starts_with("plan:") || (data.kind == "pcn" && !place_.registrations.empty())) continue;
      struct Sum {
        double all = 0, here = 0, there = 0;
      };
      std::map<std::int32_t, Sum> units;
      for (std::uint32_t area = 0; area < problem_.size(); ++area) {
        if (data.unit[area] < 0 || labels_[area] == kUnassigned) continue;
        auto& sum = units[data.unit[area]];
        sum.all += problem_.residents[area];
        if (is_here(labels_[area])) sum.here += problem_.residents[area];
        if (is_there(labels_[area])) sum.there += problem_.residents[area];
      }
      if (units.size() < 2) continue;  // one unit for all is cut by every border
      KeptWhole whole{data.kind, {}};
      for (const auto& [unit, sum] : units) {
        const auto row = static_cast<std::size_t>(unit);
        const auto name = row < data.unit_name.size() ? data.unit_name[row] : std::to_string(unit + 1);
        part(data.kind, name, "residents", sum.all, sum.here, sum.there);
        if (sum.here > 0 && sum.here > (1 - material_) * sum.all) whole.names.push_back(name);
      }
      if (!whole.names.empty()) result_.wholes.push_back(std::move(whole));
    }
  }

  /// What people know best first, then what most people are parted by.
  void order_cuts() {
    const auto rank = [](const std::string& kind) {
      static const std::vector<std::string> first{"ward", "pcn", "practice", "footprint"};
      return kind == "msoa"
                 ? first.size() + 1
                 : static_cast<std::size_t>(std::find(first.begin(), first.end(), kind) - first.begin());
    };
    std::stable_sort(result_.cuts.begin(), result_.cuts.end(), [&](const Parted& x, const Parted& y) {
      const auto of_x = rank(x.kind), of_y = rank(y.kind);
      if (of_x != of_y) return of_x < of_y;
      if (x.kind != y.kind) return x.kind < y.kind;
      return std::min(x.here, x.there) > std::min(y.here, y.there);
    });
  }

  void find_beside() {
    std::map<std::int32_t, double> metres;
    for (const auto& [a, b] : beside_) metres[is_here(labels_[a]) ? labels_[b] : labels_[a]] += 0;
    for (const auto row : edges_)
      metres[is_here(labels_[edge(row).a]) ? labels_[edge(row).b] : labels_[edge(row).a]] +=
          edge(row).border_m;
    for (const auto& [label, length] : metres) result_.beside.push_back({label, length});
    std::stable_sort(result_.beside.begin(), result_.beside.end(),
                     [](const auto& x, const auto& y) { return x.metres > y.metres; });
  }

  /// PCNs and practices by where their registered patients live.
  void find_cut_organisations() {
    if (place_.registrations.empty()) return;
    constexpr double kFewest = 100;  // a list of fewer patients here is that of another place
    const auto report = workforce::measure_organisations(place_, plan_);
    const auto add = [&](const char* kind, const std::vector<workforce::OrganisationRow>& rows,
                         const workforce::Overlap& overlap) {
      for (std::size_t row = 0; row < rows.size(); ++row) {
        double here = 0, there = 0;
        for (std::size_t k = 0; k < report.neighbourhood.size(); ++k) {
          const auto label = label_of(report.neighbourhood[k]);
          if (is_here(label)) here += overlap.at(row, k);
          if (is_there(label)) there += overlap.at(row, k);
        }
        if (here + there < kFewest) continue;
        part(kind, datasets::full_name(rows[row].id, rows[row].name), "patients", rows[row].patients, here,
             there);
      }
    };
    add("pcn", report.pcns, report.overlap);
    add("practice", report.practices, report.practice_overlap);
  }

  /// A footprint that takes in part of a neighbourhood only, and reaches over the border.
  void find_cut_footprints() {
    if (place_.footprints.empty()) return;
    for (const auto& each : workforce::measure_footprints(place_, plan_).footprints) {
      double here = 0, there = 0;
      bool in_part = false;
      for (const auto& piece : each.parts) {
        const auto label = label_of(piece.neighbourhood);
        if (is_here(label)) here += piece.people;
        if (is_there(label)) there += piece.people;
      }
      for (const auto& piece : each.cut) {
        const auto label = label_of(piece.neighbourhood);
        in_part = in_part || is_here(label) || (result_.other != kUnassigned && is_there(label));
      }
      if (in_part)
        part("footprint", datasets::full_name(each.id, each.service), "residents", each.people, here, there);
    }
  }

  [[nodiscard]] std::int32_t label_of(const std::string& id) const {
    const auto at = std::find(names_.ids.begin(), names_.ids.end(), id);
    return at == names_.ids.end() ? kUnassigned : static_cast<std::int32_t>(at - names_.ids.begin());
  }

  [[nodiscard]] bool is_beside(const Areas& areas) const {
    return std::any_of(beside_.begin(), beside_.end(), [&](const auto& pair) {
      return std::any_of(areas.begin(), areas.end(),
                         [&](auto area) { return area == pair.first || area == pair.second; });
    });
  }

  void list_rules() {
    const auto hold = [&](const Areas& areas, const char* how, const std::string& why) {
      if (is_beside(areas))
        result_.held_by.push_back(fmt::format("{} {}: {}", name_areas(problem_, areas), how, why));
    };
    for (const auto& whole : problem_.wholes) hold(whole.areas, "stay together", whole.why);
    for (const auto& apart : problem_.aparts)
      if (lies_on_both_sides(apart.areas)) hold(apart.areas, "stay apart", apart.why);
    for (const auto& lock : problem_.locks) hold(lock.areas, "are locked", lock.why);
    double held = 0;
    for (const auto row : edges_)
      if (problem_.hold_group[edge(row).a] != problem_.hold_group[edge(row).b]) held += edge(row).border_m;
    if (held > 0)
      result_.held_by.push_back(
          fmt::format("{} of it is a boundary that no neighbourhood crosses, by the brief's hold",
                      kilometres_of(held, result_.metres)));
  }

  [[nodiscard]] bool lies_on_both_sides(const Areas& areas) const {
    const auto any = [&](bool here) {
      return std::any_of(areas.begin(), areas.end(),
                         [&](auto area) { return here ? is_here(labels_[area]) : is_there(labels_[area]); });
    };
    return any(true) && any(false);
  }

  void list_wishes() {
    if (!problem_.local_knowledge) return;
    for (const auto& wish : problem_.local_knowledge->wishes) {
      if (!is_beside(wish.areas)) continue;
      std::set<std::int32_t> in;
      for (const auto area : wish.areas) in.insert(labels_[area]);
      const bool met = wish.together ? in.size() == 1 : in.size() == wish.areas.size();
      result_.held_by.push_back(
          fmt::format("the wish to keep {} {} is {}: {}", name_areas(problem_, wish.areas),
                      wish.together ? "together" : "apart", met ? "met" : "not met", wish.why));
    }
  }

  void list_barriers() {
    if (!problem_.barriers) return;
    double crossing = 0;
    for (const auto row : edges_)
      if (problem_.barriers->crosses[row] != 0) crossing += edge(row).border_m;
    if (crossing > 0)
      result_.held_by.push_back(fmt::format("{} of it parts areas that a barrier divides anyway",
                                            kilometres_of(crossing, result_.metres)));
  }

  /// Reasons recorded with a neighbourhood, and those given at an edit that names it or an area of the
  /// border.
  void list_reasons() {
    const auto told = [&](std::int32_t label) {
      return is_here(label) || (result_.other != kUnassigned && is_there(label));
    };
    for (const auto& entry : plan_.neighbourhoods) {
      if (!told(label_of(entry.id))) continue;
      const auto name = datasets::full_name(entry.id, entry.name);
      if (entry.locked) result_.held_by.push_back(name + " is locked in the plan");
      if (!entry.reason.empty())
        result_.held_by.push_back(fmt::format("reason recorded for {}: {}", name, entry.reason));
    }
    std::set<std::string> words;
    for (const auto& pair : beside_) words.insert({problem_.code[pair.first], problem_.code[pair.second]});
    for (std::size_t label = 0; label < names_.ids.size(); ++label)
      if (told(static_cast<std::int32_t>(label))) words.insert(names_.ids[label]);
    for (const auto& row : place_.log)
      if (row.plan == plan_.name && !row.why.empty() &&
          (names_any(row.what, words) || names_any(row.before, words) || names_any(row.after, words)))
        result_.held_by.push_back(fmt::format("{}, {}: {} ({})", row.when.substr(0, 10),
                                              row.who.empty() ? "not named" : row.who, row.what, row.why));
  }

  /// Whether a text has one of these as a word of its own.
  static bool names_any(const std::string& text, const std::set<std::string>& words) {
    const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    for (std::size_t at = 0; at < text.size();) {
      if (!is_word(text[at])) {
        ++at;
        continue;
      }
      auto end = at;
      while (end < text.size() && is_word(text[end])) ++end;
      if (words.contains(text.substr(at, end - at))) return true;
      at = end;
    }
    return false;
  }

  void try_moves() {
    std::vector<std::string> full;
    for (std::size_t label = 0; label < names_.ids.size(); ++label)
      full.push_back(datasets::full_name(names_.ids[label], names_.names[label]));
    for (const auto& beside : result_.beside) {
      auto moves = explain_border(problem_, labels_, result_.one, beside.label, full);
      std::move(moves.begin(), moves.end(), std::back_inserter(result_.moves));
    }
    std::stable_sort(result_.moves.begin(), result_.moves.end(), [](const auto& x, const auto& y) {
      return std::pair(!x.breaks.empty(), x.total_change) < std::pair(!y.breaks.empty(), y.total_change);
    });
  }

  void compare_plans() {
    for (const auto& plan : place_.plans) {
      if (plan.name == plan_.name) continue;
      const auto labels = labels_of(plan, question_).labels;
      double known = 0, same = 0;
      for (const auto row : edges_) {
        const auto a = labels[edge(row).a], b = labels[edge(row).b];
        if (a == kUnassigned || b == kUnassigned) continue;
        known += edge(row).border_m;
        if (a != b) same += edge(row).border_m;
      }
      std::map<std::int32_t, double> people;
      double all = 0, most = 0;
      for (std::uint32_t area = 0; area < problem_.size(); ++area) {
        if (!is_here(labels_[area]) || labels[area] == kUnassigned) continue;
        all += problem_.residents[area];
        most = std::max(most, people[labels[area]] += problem_.residents[area]);
      }
      if (known > 0 && all > 0) result_.plans.push_back({plan.name, same / known, most / all});
    }
  }

  const datasets::Place& place_;
  const datasets::PlanRecord& plan_;
  const PlaceProblem& question_;
  const Problem& problem_;
  const Labels& labels_;
  const PlanNames& names_;
  double material_;
  std::vector<std::uint32_t> edges_;                          ///< of the border, links left out
  std::set<std::pair<std::uint32_t, std::uint32_t>> beside_;  ///< areas that face each other, links too
  BorderEvidence result_;
};

}  // namespace

Brief with_known_units(const datasets::Place& place, Brief brief) {
  brief.weights.alignment = alignment_of(place, brief);
  for (const auto& kind : known_unit_kinds(place)) {
    // A class of areas is no unit, and names of MSOAs are the MSOAs again.
    if (kind != "rural_urban" && kind != "msoa_hcl") brief.weights.alignment.emplace(kind, 0);
  }
  return brief;
}

BorderEvidence measure_border(const datasets::Place& place, const datasets::PlanRecord& plan,
                              const PlaceProblem& question, const Labels& labels, const PlanNames& names,
                              std::int32_t one, std::int32_t other) {
  PLACEWRIGHT_EXPECT(labels.size() == question.problem.size() && one != other && one >= 0);
  return Gatherer(place, plan, question, labels, names, one, other).take();
}

}  // namespace placewright::boundaries::output
