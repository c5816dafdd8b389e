#include "boundaries/from_place/local_fate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "boundaries/from_place/drawn.h"
#include "boundaries/judge/explain.h"
#include "boundaries/judge/score.h"
#include "boundaries/question/rules.h"
#include "datasets/place/names.h"

namespace placewright::boundaries {
namespace {

using Areas = std::vector<std::uint32_t>;

class Fates {
 public:
  Fates(const datasets::Place& place, const PlaceProblem& question, const Judgement& judgement)
      : place_(place), problem_(question.problem), labels_(judgement.labels), total_(judgement.score.total) {
    for (std::size_t label = 0; label < judgement.ids.size(); ++label)
      full_.push_back(datasets::full_name(judgement.ids[label], judgement.names[label]));
    broken_ = find_broken_rules(problem_, labels_, full_);
  }

  void add_rules(const std::vector<Brief::Rule>& rules, bool together) {
    for (const auto& rule : rules) {
      auto fate = begin(together ? "keep together" : "keep apart", rows_of(rule.areas));
      fate.where = name_areas(problem_, rows_of(rule.areas));
      fate.why = rule.why;
      fate.by = rule.by;
      fate.rule = rule.hard;
      if (together)
        judge_together(fate, rows_of(rule.areas));
      else
        judge_apart(fate, rows_of(rule.areas));
      all.push_back(std::move(fate));
    }
  }

  void add_drawn() {
    for (const auto& data : problem_.alignment) {
      const auto kind =
          data.kind.substr(0, data.kind.ends_with(')') ? data.kind.rfind(" (") : std::string::npos);
      if (!is_drawn_kind(place_, data.kind) && !is_drawn_kind(place_, kind)) continue;
      std::vector<Areas> units(data.unit_name.size());
      for (std::uint32_t area = 0; area < problem_.size(); ++area)
        if (data.unit[area] >= 0) units[static_cast<std::size_t>(data.unit[area])].push_back(area);
      for (std::size_t unit = 0; unit < units.size(); ++unit) {
        auto fate = begin("drawn area", units[unit]);
        fate.where = data.unit_name[unit];
        fate.why = kind;
        judge_together(fate, units[unit]);
        all.push_back(std::move(fate));
      }
    }
  }

  void add_notes(const std::string& plan) {
    for (const auto& note : place_.notes) {
      if (!note.plan.empty() && note.plan != plan) continue;
      const auto rows = rows_of({note.area});
      auto fate = begin("note", rows);
      fate.where = rows.empty() ? std::string("a place on the map") : name_areas(problem_, rows);
      fate.why = note.text;
      fate.by = note.author;
      fate.share = std::numeric_limits<double>::quiet_NaN();
      fate.fate = Fate::asks_nothing;
      all.push_back(std::move(fate));
    }
  }

  std::vector<LocalFate> all;

 private:
  [[nodiscard]] Areas rows_of(const std::vector<std::string>& codes) const {
    Areas rows;
    for (const auto& code : codes) {
      const auto at = std::lower_bound(problem_.code.begin(), problem_.code.end(), code);
      if (at != problem_.code.end() && *at == code)
        rows.push_back(static_cast<std::uint32_t>(at - problem_.code.begin()));
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
  }

  [[nodiscard]] double people_of(const Areas& areas) const {
    double people = 0;
    for (const auto area : areas) people += problem_.residents[area];
    return people;
  }

  [[nodiscard]] std::map<std::int32_t, Areas> by_label(const Areas& areas) const {
    std::map<std::int32_t, Areas> groups;
    for (const auto area : areas) groups[labels_[area]].push_back(area);
    return groups;
  }

  [[nodiscard]] std::string name_of(std::int32_t label) const {
    return label == kUnassigned ? std::string("no neighbourhood") : full_[static_cast<std::size_t>(label)];
  }

  [[nodiscard]] LocalFate begin(const char* what, const Areas& areas) const {
    LocalFate fate;
    fate.what = what;
    fate.people = people_of(areas);
    for (const auto& [label, group] : by_label(areas))
      fate.lies_in += fmt::format("{}{} ({} people)", fate.lies_in.empty() ? "" : ", ", name_of(label),
                                  write_people(people_of(group)));
    return fate;
  }

  void judge_together(LocalFate& fate, const Areas& areas) const {
    const auto groups = by_label(areas);
    std::int32_t home = kUnassigned;
    double most = -1;
    for (const auto& [label, group] : groups)
      if (label != kUnassigned && people_of(group) > most) home = label, most = people_of(group);
    const bool whole = groups.size() <= 1 && !groups.contains(kUnassigned);
    fate.share = whole ? 1 : fate.people > 0 ? std::max(0.0, most) / fate.people : 0;
    fate.fate = whole ? Fate::kept : home == kUnassigned ? Fate::not_kept : Fate::in_part;
    if (whole || home == kUnassigned) return;
    Areas leaving;
    auto labels = labels_;
    for (const auto area : areas)
      if (labels[area] != home) labels[area] = home, leaving.push_back(area);
    const auto after = score(problem_, labels);
    LocalFate::Cost cost{people_of(leaving), name_of(home), after.total - total_, {}};
    for (const auto& finding : find_broken_rules(problem_, labels, full_))
      if (finding.severity == geo::Severity::error && is_new(finding))
        cost.breaks.push_back(finding.where + ": " + finding.what);
    fate.cost = std::move(cost);
  }

  /// Whether the plan as it stands does not break the rule of this finding.
  [[nodiscard]] bool is_new(const geo::Finding& finding) const {
    return std::none_of(broken_.begin(), broken_.end(), [&](const auto& old) {
      return old.code == finding.code && old.where == finding.where;
    });
  }

  void judge_apart(LocalFate& fate, const Areas& areas) const {
    double kept = 0;
    Areas crowded;  // share their neighbourhood with another of them
    for (const auto& [label, group] : by_label(areas)) {
      if (label == kUnassigned || group.size() == 1)
        kept += people_of(group);
      else
        crowded.insert(crowded.end(), group.begin(), group.end());
    }
    fate.share = crowded.empty() ? 1 : fate.people > 0 ? kept / fate.people : 0;
    fate.fate = crowded.empty() ? Fate::kept : kept > 0 ? Fate::in_part : Fate::not_kept;
    // One move keeps two areas apart; with more of them it may only begin to.
    if (crowded.size() != 2) return;
    for (const auto area : crowded)
      for (const auto& alternative : explain(problem_, labels_, area, full_).alternatives) {
        const bool both = std::all_of(crowded.begin(), crowded.end(), [&](auto each) {
          return std::find(alternative.areas.begin(), alternative.areas.end(), each) !=
                 alternative.areas.end();
        });
        const bool joins_another = std::any_of(areas.begin(), areas.end(),
                                               [&](auto each) { return labels_[each] == alternative.to; });
        if (both || joins_another) continue;
        LocalFate::Cost cost{alternative.residents, name_of(alternative.to), alternative.total_change, {}};
        for (const auto& finding : alternative.breaks)
          cost.breaks.push_back(finding.where + ": " + finding.what);
        const auto rank = [](const LocalFate::Cost& of) {
          return std::pair(of.breaks.size(), of.total_change);
        };
        if (!fate.cost || rank(cost) < rank(*fate.cost)) fate.cost = std::move(cost);
      }
  }

  const datasets::Place& place_;
  const Problem& problem_;
  const Labels& labels_;
  double total_;
  std::vector<geo::Finding> broken_;
  std::vector<std::string> full_;
};

}  // namespace

const char* fate_words(Fate fate) {
  switch (fate) {
    case Fate::kept:
      return "kept";
    case Fate::in_part:
      return "kept in part";
    case Fate::not_kept:
      return "not kept";
    case Fate::asks_nothing:
      break;
  }
  return "asks for no border";
}

std::vector<LocalFate> find_local_fates(const datasets::Place& place, const Brief& brief,
                                        const PlaceProblem& question, const Judgement& judgement,
                                        const std::string& plan) {
  Fates fates(place, question, judgement);
  fates.add_rules(brief.keep_together, true);
  fates.add_rules(brief.keep_apart, false);
  fates.add_drawn();
  fates.add_notes(plan);
  return std::move(fates.all);
}

std::string cost_words(const LocalFate& fate) {
  if (!fate.cost) return "";
  const auto& cost = *fate.cost;
  auto text = fmt::format("would move {} people to {}", write_people(cost.people), cost.to);
  if (!std::isnan(cost.total_change))
    text += fmt::format("; total {:+.4f} ({})", cost.total_change == 0 ? 0.0 : cost.total_change,
                        cost.total_change > 0   ? "worse"
                        : cost.total_change < 0 ? "better"
                                                : "the same");
  for (const auto& rule : cost.breaks) text += "; not allowed: " + rule;
  return text;
}

}  // namespace placewright::boundaries
