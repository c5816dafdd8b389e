#include "boundaries/judge/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "boundaries/judge/compare.h"
#include "boundaries/judge/score.h"
#include "boundaries/question/feasibility.h"
#include "boundaries/question/rules.h"
#include "geo/expect.h"

namespace placewright::boundaries {
namespace {

using Areas = std::vector<std::uint32_t>;

class Explainer {
 public:
  Explainer(const Problem& problem, const Labels& labels, std::uint32_t area,
            const std::vector<std::string>& names)
      : problem_(problem),
        labels_(labels),
        area_(area),
        names_(names),
        before_(score(problem, labels)),
        broken_(find_broken_rules(problem, labels, names)) {
    for (const auto& criterion : before_.criteria) weight_ += criterion.weight;
  }

  /// Every area of either side that touches the other, tried there.
  std::vector<Alternative> try_border(std::int32_t one, std::int32_t other) {
    for (std::uint32_t each = 0; each < labels_.size(); ++each) {
      if (labels_[each] != one && labels_[each] != other) continue;
      const auto to = labels_[each] == one ? other : one;
      const auto near = problem_.graph.neighbours(each);
      if (std::none_of(near.begin(), near.end(), [&](auto next) { return labels_[next] == to; })) continue;
      area_ = each;
      result_.label = labels_[each];
      try_alternatives(to);
    }
    order_alternatives();
    return std::move(result_.alternatives);
  }

  Explanation explain() {
    result_.area = area_;
    result_.label = labels_[area_];
    result_.total = before_.total;
    contribute();
    list_rules();
    try_alternatives();
    order_alternatives();
    return std::move(result_);
  }

 private:
  void add(Criterion criterion, double value, const char* unit, std::string words) {
    result_.contributions.push_back({std::string(row_of(criterion).key), value, unit, std::move(words)});
  }

  /// What the area brings to each criterion that the plan is judged by.
  void contribute() {
    const auto& row = before_.per_neighbourhood[static_cast<std::size_t>(result_.label)];
    for (const auto& judged : before_.criteria) {
      switch (judged.criterion) {
        case Criterion::population:
          contribute_population(row);
          break;
        case Criterion::deprivation:
          contribute_deprivation(row);
          break;
        case Criterion::access:
          contribute_access(row);
          break;
        case Criterion::registration:
          contribute_registration();
          break;
        case Criterion::compactness:
          contribute_border();
          break;
        case Criterion::alignment:
          contribute_alignment(judged.name);
          break;
        case Criterion::local_knowledge:
          contribute_wishes();
          break;
        default:
          contribute_difference(judged);
      }
    }
  }

  /// The plain way, for a criterion without words of its own: the plan with the area and without.
  void contribute_difference(const CriterionScore& judged) {
    auto labels = labels_;
    labels[area_] = kUnassigned;
    const auto without = score(problem_, labels);
    const auto at = std::find_if(without.criteria.begin(), without.criteria.end(),
                                 [&](const auto& each) { return each.name == judged.name; });
    if (at == without.criteria.end()) return;
    const auto figure = main_figure(judged, *at);
    const double with_it = figure.of(judged), without_it = figure.of(*at);
    if (with_it == without_it) return;  // it brings nothing to this criterion
    const bool metres = figure.unit.starts_with("metres");
    const auto written = [metres](double value) {
      return metres ? fmt::format("{:.1f}", value / 1000) : fmt::format("{:.0f}", value);
    };
    const std::string unit = metres ? "km" + figure.unit.substr(6) : figure.unit;
    result_.contributions.push_back({judged.name, with_it - without_it, figure.unit,
                                     fmt::format("{} {} with it in the plan, {} without it", written(with_it),
                                                 unit, written(without_it))});
  }

  void contribute_population(const NeighbourhoodScore& row) {
    add(Criterion::population, problem_.people[area_], "people",
        fmt::format("{} of the neighbourhood's {} people live here", write_people(problem_.people[area_]),
                    write_people(row.people)));
  }

  void contribute_access(const NeighbourhoodScore& row) {
    for (std::size_t kind = 0; kind < problem_.access.size(); ++kind) {
      const auto& data = problem_.access[kind];
      if (row.hub[kind] < 0) continue;
      const auto hub = static_cast<std::size_t>(row.hub[kind]);
      const bool named = hub < data.site_name.size() && !data.site_name[hub].empty();
      const double minutes = data.minutes_between(area_, hub), nearest = data.nearest_minutes(area_);
      add(Criterion::access, minutes, "minutes",
          fmt::format("{:.1f} minutes to the {} hub {} (its neighbourhood's mean {}, to the nearest {:.1f})",
                      minutes, data.kind, named ? data.site_name[hub] : data.site_id[hub],
                      std::isnan(row.access_minutes[kind]) ? std::string("not known: nobody lives there")
                                                           : fmt::format("{:.1f}", row.access_minutes[kind]),
                      nearest));
    }
  }

  /// Wishes are few: each that names the area.
  void contribute_wishes() {
    for (const auto& wish : problem_.local_knowledge->wishes) {
      if (std::find(wish.areas.begin(), wish.areas.end(), area_) == wish.areas.end()) continue;
      std::set<std::int32_t> in;
      for (const auto each : wish.areas) in.insert(labels_[each]);
      const bool met = wish.together ? in.size() == 1 : in.size() == wish.areas.size();
      add(Criterion::local_knowledge, met, "wishes met",
          fmt::format("the wish to keep {} {} ({}) is {}", name_areas(problem_, wish.areas),
                      wish.together ? "together" : "apart", wish.why, met ? "met" : "not met"));
    }
  }

  void contribute_deprivation(const NeighbourhoodScore& row) {
    const auto& data = *problem_.deprivation;
    if (std::isnan(data.value[area_])) {
      add(Criterion::deprivation, 0, "SSW", "its deprivation is not known, so it counts for nothing there");
      return;
    }
    double weight = 0, sum = 0, squares = 0;  // of the neighbourhood without the area
    const auto others = members(result_.label, area_);
    for (const auto each : others)
      if (!std::isnan(data.value[each]))
        weight += data.weight[each], sum += data.weight[each] * data.value[each];
    for (const auto each : others)
      if (!std::isnan(data.value[each]) && weight > 0)
        squares += data.weight[each] * std::pow(data.value[each] - sum / weight, 2);
    add(Criterion::deprivation, row.deprivation_ssw - squares, "SSW",
        fmt::format("its deprivation is {:.1f}, the neighbourhood's mean {}; it adds {} to the SSW of {}",
                    data.value[area_],
                    std::isnan(row.deprivation_mean) ? std::string("not known")
                                                     : fmt::format("{:.1f}", row.deprivation_mean),
                    write_people(row.deprivation_ssw - squares), write_people(row.deprivation_ssw)));
  }

  void contribute_registration() {
    const auto& rows = problem_.registration->patients;
    double here = 0, home = 0;
    for (std::size_t practice = 0; practice < rows.rows(); ++practice) {
      std::map<std::int32_t, double> by_label;
      double mine = 0;
      for (auto entry = rows.first[practice]; entry < rows.first[practice + 1]; ++entry) {
        by_label[labels_[rows.column[entry]]] += rows.value[entry];
        if (rows.column[entry] == area_) mine += rows.value[entry];
      }
      if (mine == 0) continue;
      here += mine;
      double most = 0;
      for (const auto& [label, patients] : by_label)
        if (label != kUnassigned) most = std::max(most, patients);
      if (by_label[result_.label] >= most) home += mine;
    }
    add(Criterion::registration, home, "patients",
        fmt::format("{} of its {} registered patients belong to practices that have most of their patients "
                    "in this neighbourhood",
                    write_people(home), write_people(here)));
  }

  void contribute_border() {
    double to_own = 0, to_others = 0;
    const auto near = problem_.graph.neighbours(area_);
    const auto metres = problem_.graph.borders(area_);
    for (std::size_t at = 0; at < near.size(); ++at)
      (labels_[near[at]] == result_.label ? to_own : to_others) += metres[at];
    add(Criterion::compactness, to_others, "metres of border",
        fmt::format("{:.1f} km of its border is with areas of this neighbourhood, {:.1f} km with others",
                    to_own / 1000, to_others / 1000));
  }

  void contribute_alignment(const std::string& criterion) {
    const auto kind = find_criterion(criterion)->second;
    const auto& data = *std::find_if(problem_.alignment.begin(), problem_.alignment.end(),
                                     [&](const auto& each) { return each.kind == kind; });
    const auto unit = data.unit[area_];
    if (unit < 0) return;
    double here = 0, all = 0;
    for (std::uint32_t each = 0; each < problem_.size(); ++each) {
      if (data.unit[each] != unit) continue;
      all += problem_.residents[each];
      if (labels_[each] == result_.label) here += problem_.residents[each];
    }
    const auto name = static_cast<std::size_t>(unit) < data.unit_name.size()
                          ? data.unit_name[static_cast<std::size_t>(unit)]
                          : std::string();
    result_.contributions.push_back({criterion, here, "people",
                                     fmt::format("{} of the {} people of its {} {} are in this neighbourhood",
                                                 write_people(here), write_people(all), data.kind, name)});
  }

  [[nodiscard]] Areas members(std::int32_t label, std::uint32_t without) const {
    Areas areas;
    for (std::uint32_t each = 0; each < labels_.size(); ++each)
      if (labels_[each] == label && each != without) areas.push_back(each);
    return areas;
  }

  void list_rules() {
    const auto holds = [&](const Areas& areas) {
      return std::find(areas.begin(), areas.end(), area_) != areas.end();
    };
    for (const auto& whole : problem_.wholes)
      if (holds(whole.areas))
        result_.held_by.push_back(
            fmt::format("{} stay together: {}", name_areas(problem_, whole.areas), whole.why));
    for (const auto& apart : problem_.aparts)
      if (holds(apart.areas))
        result_.held_by.push_back(
            fmt::format("{} stay apart: {}", name_areas(problem_, apart.areas), apart.why));
    for (const auto& lock : problem_.locks)
      if (holds(lock.areas))
        result_.held_by.push_back(
            fmt::format("{} are locked: {}", name_areas(problem_, lock.areas), lock.why));
    const auto& rule = problem_.population;
    double people = 0;
    for (const auto each : members(result_.label, area_)) people += problem_.people[each];
    if (people < rule.min)
      result_.held_by.push_back(
          fmt::format("without it the neighbourhood would have {} people, fewer than the minimum of {}",
                      write_people(people), write_people(rule.min)));
    if (problem_.hold_name.size() > 1)
      result_.held_by.push_back(fmt::format("it lies in {}, and no neighbourhood crosses that boundary",
                                            problem_.hold_name[problem_.hold_group[area_]]));
    const auto cut = find_cut_off({area_});
    if (!cut.empty())
      result_.held_by.push_back(fmt::format(
          "without it {} would be cut off from the rest of the neighbourhood", name_areas(problem_, cut)));
  }

  /// What would no longer reach the largest remaining piece of the neighbourhood if these areas left it.
  [[nodiscard]] Areas find_cut_off(const Areas& leaving) const {
    auto left = members(result_.label, area_);
    std::erase_if(
        left, [&](auto each) { return std::find(leaving.begin(), leaving.end(), each) != leaving.end(); });
    std::vector<Areas> pieces;
    std::vector<char> seen(problem_.size(), 1);
    for (const auto each : left) seen[each] = 0;
    for (const auto start : left) {
      if (seen[start]) continue;
      Areas piece{start};
      seen[start] = 1;
      for (std::size_t next = 0; next < piece.size(); ++next)
        for (const auto other : problem_.graph.neighbours(piece[next]))
          if (!seen[other]) seen[other] = 1, piece.push_back(other);
      pieces.push_back(std::move(piece));
    }
    const auto people = [&](const Areas& areas) {
      double sum = 0;
      for (const auto each : areas) sum += problem_.people[each];
      return sum;
    };
    std::stable_sort(pieces.begin(), pieces.end(),
                     [&](const auto& x, const auto& y) { return people(x) > people(y); });
    Areas cut;
    for (std::size_t piece = 1; piece < pieces.size(); ++piece)
      cut.insert(cut.end(), pieces[piece].begin(), pieces[piece].end());
    std::sort(cut.begin(), cut.end());
    return cut;
  }

  /// only: the one neighbourhood to try; kUnassigned tries each that is near.
  void try_alternatives(std::int32_t only = kUnassigned) {
    const auto units = find_units(problem_);
    Areas together;
    for (const auto each : units.areas[units.of[area_]])
      if (labels_[each] == result_.label) together.push_back(each);
    auto with_cut = together;
    const auto cut = find_cut_off(together);
    with_cut.insert(with_cut.end(), cut.begin(), cut.end());
    std::sort(with_cut.begin(), with_cut.end());
    // Where any of the moving areas touches another neighbourhood, that one is a candidate.
    std::set<std::int32_t> near, near_cut;
    for (const auto each : with_cut)
      for (const auto other : problem_.graph.neighbours(each)) {
        if (labels_[other] == kUnassigned || labels_[other] == result_.label) continue;
        if (only != kUnassigned && labels_[other] != only) continue;
        near_cut.insert(labels_[other]);
        if (std::find(together.begin(), together.end(), each) != together.end()) near.insert(labels_[other]);
      }
    for (const auto to : near) try_move(together, to);
    if (!cut.empty())
      for (const auto to : near_cut) try_move(with_cut, to);
  }

  void order_alternatives() {
    std::stable_sort(
        result_.alternatives.begin(), result_.alternatives.end(), [](const auto& x, const auto& y) {
          return std::pair(!x.breaks.empty(), x.total_change) < std::pair(!y.breaks.empty(), y.total_change);
        });
  }

  void try_move(const Areas& areas, std::int32_t to) {
    if (!tried_.emplace(to, areas).second) return;
    auto labels = labels_;
    for (const auto each : areas) labels[each] = to;
    const auto after = score(problem_, labels);
    Alternative alternative;
    alternative.to = to;
    alternative.areas = areas;
    for (const auto each : areas) alternative.residents += problem_.residents[each];
    alternative.total_change = after.total - before_.total;
    for (const auto& criterion : before_.criteria) {
      const auto at = std::find_if(after.criteria.begin(), after.criteria.end(),
                                   [&](const auto& each) { return each.name == criterion.name; });
      if (at == after.criteria.end()) continue;
      const auto figure = main_figure(criterion, *at);
      alternative.effects.push_back({criterion.name, criterion.loss, at->loss,
                                     weight_ > 0 ? criterion.weight / weight_ : 0, figure.unit,
                                     figure.of(criterion), figure.of(*at)});
    }
    for (auto& finding : find_broken_rules(problem_, labels, names_)) {
      const bool known = std::any_of(broken_.begin(), broken_.end(), [&](const auto& old) {
        return old.code == finding.code && old.where == finding.where;
      });
      if (!known && finding.severity == geo::Severity::error)
        alternative.breaks.push_back(std::move(finding));
    }
    result_.alternatives.push_back(std::move(alternative));
  }

  const Problem& problem_;
  const Labels& labels_;
  std::uint32_t area_;
  const std::vector<std::string>& names_;
  Score before_;
  std::vector<geo::Finding> broken_;
  double weight_ = 0;
  std::set<std::pair<std::int32_t, Areas>> tried_;
  Explanation result_;
};

}  // namespace

Explanation explain(const Problem& problem, const Labels& labels, std::uint32_t area,
                    const std::vector<std::string>& names) {
  PLACEWRIGHT_EXPECT(labels.size() == problem.size() && area < problem.size() && labels[area] != kUnassigned);
  return Explainer(problem, labels, area, names).explain();
}

std::vector<Alternative> explain_border(const Problem& problem, const Labels& labels, std::int32_t one,
                                        std::int32_t other, const std::vector<std::string>& names) {
  PLACEWRIGHT_EXPECT(labels.size() == problem.size() && one != other && one >= 0 && other >= 0);
  return Explainer(problem, labels, 0, names).try_border(one, other);
}

}  // namespace placewright::boundaries
