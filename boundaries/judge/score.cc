#include "boundaries/judge/score.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "boundaries/question/policy.h"
#include "geo/expect.h"

/// Plain loops over everything: this file is the judge, so it stays simple. What is remembered between calls
/// is what the same loops over the same areas gave before.
namespace placewright::boundaries {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// Areas of each label, ascending; empty rows for labels nobody has.
using Members = std::vector<std::vector<std::uint32_t>>;

Members find_members(const Labels& labels) {
  std::int32_t highest = -1;
  for (const auto label : labels) highest = std::max(highest, label);
  Members members(static_cast<std::size_t>(highest + 1));
  for (std::size_t area = 0; area < labels.size(); ++area) {
    PLACEWRIGHT_EXPECT(labels[area] >= kUnassigned);
    if (labels[area] != kUnassigned)
      members[static_cast<std::size_t>(labels[area])].push_back(static_cast<std::uint32_t>(area));
  }
  return members;
}

double sum_over(const std::vector<double>& values, const std::vector<std::uint32_t>& areas) {
  double sum = 0;
  for (const auto area : areas) sum += values[area];
  return sum;
}

/// Connected pieces of the areas for which group[area] is the same number; -1 belongs to nobody.
/// Returns the number of pieces of each group as (group, pieces) through `add(group)` once a piece.
template <class Add>
void count_pieces(const geo::Graph& graph, const std::vector<std::int64_t>& group, Add add) {
  std::vector<char> seen(group.size(), 0);
  std::vector<std::uint32_t> waiting;
  for (std::uint32_t start = 0; start < group.size(); ++start) {
    if (group[start] < 0 || seen[start]) continue;
    add(group[start]);
    seen[start] = 1;
    waiting.push_back(start);
    while (!waiting.empty()) {
      const auto area = waiting.back();
      waiting.pop_back();
      for (const auto other : graph.neighbours(area)) {
        if (seen[other] || group[other] != group[start]) continue;
        seen[other] = 1;
        waiting.push_back(other);
      }
    }
  }
}

/// One plan under judgement.
struct Plan {
  const Problem& problem;
  const Labels& labels;
  Members members;
  double residents = 0;  ///< of the areas that have a label

  [[nodiscard]] bool has(std::uint32_t area) const { return labels[area] != kUnassigned; }
};

/// What a criterion says of the plan, without its name and weight. Nothing: it is not judged.
struct Judged {
  double loss = 0;
  std::map<std::string, double> ingredients;
};
using MaybeJudged = std::optional<Judged>;

MaybeJudged judge_population(const Plan& plan, const Score& so_far) {
  const auto& rule = plan.problem.population;
  double target = (rule.min + rule.max) / 2;
  double all_people = 0;
  for (const auto& row : so_far.per_neighbourhood) all_people += row.people;
  if (plan.problem.count && *plan.problem.count > 0) target = all_people / *plan.problem.count;
  if (rule.target) target = *rule.target;
  double squares = 0;
  for (const auto& row : so_far.per_neighbourhood)
    if (row.areas > 0) squares += (row.people - target) * (row.people - target);
  const double spread = target > 0 ? std::sqrt(squares / so_far.neighbourhoods) / target : 0;
  const double outside = so_far.people_outside_bounds;
  const double loss = std::min(1.0, spread + (all_people > 0 ? 4 * outside / all_people : 0));
  return Judged{loss, {{"people_outside_bounds", outside}, {"spread", spread}, {"target", target}}};
}

MaybeJudged judge_deprivation(const Plan& plan, Score& so_far) {
  if (!plan.problem.deprivation) return std::nullopt;
  const auto& data = *plan.problem.deprivation;
  // Weighted sum of squares around the weighted mean, over the areas of the list that have a value.
  const auto squares_within = [&](const std::vector<std::uint32_t>& areas, double& mean) {
    double weight = 0, sum = 0, squares = 0;
    for (const auto area : areas)
      if (!std::isnan(data.value[area]))
        weight += data.weight[area], sum += data.weight[area] * data.value[area];
    mean = weight > 0 ? sum / weight : kMissing;
    if (!(weight > 0)) return 0.0;
    for (const auto area : areas) {
      if (std::isnan(data.value[area])) continue;
      const double off = data.value[area] - mean;
      squares += data.weight[area] * off * off;
    }
    return squares;
  };
  std::vector<std::uint32_t> everywhere;
  std::uint32_t missing = 0;
  for (std::uint32_t area = 0; area < plan.labels.size(); ++area) {
    if (!plan.has(area)) continue;
    everywhere.push_back(area);
    if (std::isnan(data.value[area])) ++missing;
  }
  if (missing == everywhere.size()) return std::nullopt;
  double mean = 0, ssw = 0;
  const double sst = squares_within(everywhere, mean);
  for (std::size_t label = 0; label < plan.members.size(); ++label) {
    auto& row = so_far.per_neighbourhood[label];
    row.deprivation_ssw = squares_within(plan.members[label], row.deprivation_mean);
    ssw += row.deprivation_ssw;
  }
  const double r2 = sst > 0 ? 1 - ssw / sst : 0;
  const double loss = sst > 0 ? (data.aim == Aim::gather ? ssw / sst : r2) : 0;
  return Judged{std::clamp(loss, 0.0, 1.0),
                {{"ssw", ssw}, {"sst", sst}, {"r2", r2}, {"areas_missing", missing}}};
}

/// The areas with the highest deprivation that together hold at least a fifth of the people whose deprivation
/// is known.
std::vector<std::uint32_t> find_most_deprived_fifth(const Plan& plan) {
  std::vector<std::uint32_t> areas;
  if (!plan.problem.deprivation) return areas;
  const auto& value = plan.problem.deprivation->value;
  double people = 0, taken = 0;
  for (std::uint32_t area = 0; area < plan.labels.size(); ++area) {
    if (!plan.has(area) || std::isnan(value[area])) continue;
    areas.push_back(area);
    people += plan.problem.residents[area];
  }
  std::stable_sort(areas.begin(), areas.end(), [&](auto a, auto b) { return value[a] > value[b]; });
  std::size_t kept = 0;
  while (kept < areas.size() && taken < people / 5) taken += plan.problem.residents[areas[kept++]];
  areas.resize(kept);
  return areas;
}

struct AccessOfKind {
  double loss = 0, minutes = 0, nearest = 0, one_hub = 0, p90 = 0, beyond = 0, beyond_deprived = kMissing;
  std::uint32_t hubs_outside = 0;
};

AccessOfKind judge_kind(const Plan& plan, const AccessData& data, std::size_t kind,
                        const std::vector<std::uint32_t>& deprived, ScoreMemory::Kind& memory,
                        Score& so_far) {
  const auto& people = plan.problem.residents;
  const std::size_t sites = data.site_id.size();
  AccessOfKind result;
  std::vector<double> sums(
      data.far ? 0
               : sites);  // person-minutes to each site; rows of the matrix are read as they lie in memory
  const auto add_to_sums = [&](std::uint32_t area) {
    const float* row = data.minutes.data() + area * sites;
    for (std::size_t site = 0; site < sites; ++site)
      sums[site] += people[area] * static_cast<double>(row[site]);
  };
  std::vector<double> walk(plan.labels.size(), 0);  // minutes of each area to its hub
  double cost = 0;
  memory.hub.resize(plan.members.size());
  for (std::size_t label = 0; label < plan.members.size(); ++label) {
    const auto& areas = plan.members[label];
    if (areas.empty()) continue;
    const auto inside = [&](std::size_t site) {
      const auto at = data.site_area[site];
      return at >= 0 && plan.labels[static_cast<std::size_t>(at)] == static_cast<std::int32_t>(label);
    };
    auto& hub = memory.hub[label];
    if (hub.areas != areas) {
      hub = {areas, 0, std::numeric_limits<double>::infinity(), 0};
      if (data.far) {
        const auto found = data.far->find_hub(
            areas, people, [&](std::size_t site) { return inside(site) ? 1.0 : kOutsideHubFactor; });
        hub.asked = found.asked, hub.person_minutes = found.person_minutes, hub.site = found.site;
      }
      std::fill(sums.begin(), sums.end(), 0.0);
      for (const auto area : areas)
        if (!data.far) add_to_sums(area);
      for (std::size_t site = 0; site < sums.size(); ++site) {
        const double asked = inside(site) ? sums[site] : kOutsideHubFactor * sums[site];
        if (asked < hub.asked) hub.asked = asked, hub.person_minutes = sums[site], hub.site = site;
      }
    }
    cost += hub.asked;
    auto& row = so_far.per_neighbourhood[label];
    row.hub[kind] = static_cast<std::int32_t>(hub.site);
    row.access_minutes[kind] = row.residents > 0 ? hub.person_minutes / row.residents : kMissing;
    if (!inside(hub.site)) ++result.hubs_outside;
    for (const auto area : areas) walk[area] = data.minutes_between(area, hub.site);
  }
  std::vector<std::uint32_t> assigned;
  for (std::uint32_t area = 0; area < plan.labels.size(); ++area)
    if (plan.has(area)) assigned.push_back(area);
  if (memory.assigned != assigned) {
    memory.nearest = 0;
    std::fill(sums.begin(), sums.end(), 0.0);
    for (const auto area : assigned) {
      memory.nearest += people[area] * data.nearest_minutes(area);
      if (!data.far) add_to_sums(area);
    }
    memory.one_hub =
        data.far ? data.far->find_hub(assigned, people, [](std::size_t) { return 1.0; }).person_minutes
                 : *std::min_element(sums.begin(), sums.end());
    memory.assigned = std::move(assigned);
  }
  const double nearest = memory.nearest, one_hub = memory.one_hub;
  if (plan.residents > 0) {
    result.minutes = cost / plan.residents;
    result.nearest = nearest / plan.residents;
    result.one_hub = one_hub / plan.residents;
  }
  const double room = result.one_hub - result.nearest;
  result.loss = room > 0 ? std::clamp((result.minutes - result.nearest) / room, 0.0, 1.0) : 0;

  std::vector<std::pair<double, double>> by_minutes;  // minutes to the hub, people
  double beyond = 0;
  for (std::uint32_t area = 0; area < plan.labels.size(); ++area) {
    if (!plan.has(area)) continue;
    by_minutes.emplace_back(walk[area], people[area]);
    if (walk[area] > data.beyond_minutes) beyond += people[area];
  }
  std::sort(by_minutes.begin(), by_minutes.end());
  double so_many = 0;
  for (const auto& [far, count] : by_minutes) {
    so_many += count;
    result.p90 = far;
    if (so_many >= 0.9 * plan.residents) break;
  }
  if (plan.residents > 0) result.beyond = beyond / plan.residents;
  double deprived_people = 0, deprived_beyond = 0;
  for (const auto area : deprived) {
    deprived_people += people[area];
    if (walk[area] > data.beyond_minutes) deprived_beyond += people[area];
  }
  if (deprived_people > 0) result.beyond_deprived = deprived_beyond / deprived_people;
  return result;
}

MaybeJudged judge_access(const Plan& plan, ScoreMemory& memory, Score& so_far) {
  const auto deprived = find_most_deprived_fifth(plan);
  Judged score;
  double weight = 0, minutes = 0, nearest = 0, one_hub = 0, outside = 0, straight = 0;
  memory.access.resize(plan.problem.access.size());
  std::size_t judged = 0;
  for (const auto& data : plan.problem.access) judged += !data.site_id.empty() && data.weight > 0;
  for (std::size_t kind = 0; kind < plan.problem.access.size(); ++kind) {
    const auto& data = plan.problem.access[kind];
    if (data.site_id.empty() || !(data.weight > 0)) continue;
    const auto of = judge_kind(plan, data, kind, deprived, memory.access[kind], so_far);
    weight += data.weight;
    score.loss += data.weight * of.loss;
    minutes += data.weight * of.minutes;
    nearest += data.weight * of.nearest;
    one_hub += data.weight * of.one_hub;
    outside += of.hubs_outside;
    if (data.straight_line) straight = 1;
    const auto suffix = judged > 1 ? ":" + data.kind : std::string();
    auto& named = score.ingredients;
    named["p90" + suffix] = of.p90;
    named["share_beyond" + suffix] = of.beyond;
    if (!std::isnan(of.beyond_deprived)) named["share_beyond_deprived" + suffix] = of.beyond_deprived;
    if (judged == 1) continue;
    named["loss" + suffix] = of.loss;
    named["minutes" + suffix] = of.minutes;
    named["minutes_nearest" + suffix] = of.nearest;
    named["minutes_one_hub" + suffix] = of.one_hub;
    named["hubs_outside" + suffix] = of.hubs_outside;
  }
  if (!(weight > 0)) return std::nullopt;
  score.loss /= weight;
  score.ingredients["minutes"] = minutes / weight;
  score.ingredients["minutes_nearest"] = nearest / weight;
  score.ingredients["minutes_one_hub"] = one_hub / weight;
  score.ingredients["hubs_outside"] = outside;
  score.ingredients["straight_line"] = straight;
  return score;
}

MaybeJudged judge_registration(const Plan& plan) {
  if (!plan.problem.registration) return std::nullopt;
  const auto& rows = plan.problem.registration->patients;
  double kept = 0, registered = 0;
  for (std::size_t practice = 0; practice < rows.rows(); ++practice) {
    std::vector<double> by_label(plan.members.size(), 0);
    for (auto entry = rows.first[practice]; entry < rows.first[practice + 1]; ++entry) {
      if (!plan.has(rows.column[entry])) continue;
      by_label[static_cast<std::size_t>(plan.labels[rows.column[entry]])] += rows.value[entry];
      registered += rows.value[entry];
    }
    kept += *std::max_element(by_label.begin(), by_label.end());
  }
  if (!(registered > 0)) return std::nullopt;
  return Judged{1 - kept / registered,
                {{"kept", kept}, {"registered", registered}, {"share", kept / registered}}};
}

MaybeJudged judge_compactness(const Plan& plan) {
  double cut = 0, all = 0;
  for (const auto& edge : plan.problem.graph.edges()) {
    if (!plan.has(edge.a) || !plan.has(edge.b)) continue;
    all += edge.border_m;
    if (plan.labels[edge.a] != plan.labels[edge.b]) cut += edge.border_m;
  }
  if (!(all > 0)) return std::nullopt;
  return Judged{cut / all, {{"cut_m", cut}, {"border_m", all}}};
}

MaybeJudged judge_barriers(const Plan& plan) {
  if (!plan.problem.barriers) return std::nullopt;
  const auto& edges = plan.problem.graph.edges();
  PLACEWRIGHT_EXPECT(plan.problem.barriers->crosses.size() == edges.size());
  double inside = 0, all = 0;
  for (std::size_t row = 0; row < edges.size(); ++row) {
    const auto& edge = edges[row];
    if (!plan.problem.barriers->crosses[row] || edge.link || !plan.has(edge.a) || !plan.has(edge.b)) continue;
    all += edge.border_m;
    if (plan.labels[edge.a] == plan.labels[edge.b]) inside += edge.border_m;
  }
  return Judged{all > 0 ? inside / all : 0, {{"inside_m", inside}, {"crossing_m", all}}};
}

MaybeJudged judge_alignment(const Plan& plan, const AlignmentData& data) {
  const auto& people = plan.problem.residents;
  std::int32_t highest = -1;
  for (std::uint32_t area = 0; area < plan.labels.size(); ++area)
    if (plan.has(area)) highest = std::max(highest, data.unit[area]);
  if (highest < 0) return std::nullopt;
  const auto units = static_cast<std::size_t>(highest + 1);
  // People and areas of each unit in each neighbourhood, from the areas of one unit at a time.
  std::vector<std::vector<std::uint32_t>> of_unit(units);
  for (std::uint32_t area = 0; area < plan.labels.size(); ++area)
    if (plan.has(area) && data.unit[area] >= 0)
      of_unit[static_cast<std::size_t>(data.unit[area])].push_back(area);
  double kept = 0, could = 0, reverse = 0;
  std::uint32_t present = 0, split = 0, pairs = 0, pieces = 0;
  std::vector<double> best_unit(plan.members.size(), 0);
  for (const auto& areas : of_unit) {
    if (areas.empty()) continue;
    std::map<std::int32_t, double> by_label;
    for (const auto area : areas) by_label[plan.labels[area]] += people[area];
    double most = 0;
    for (const auto& [label, count] : by_label) {
      most = std::max(most, count);
      auto& best = best_unit[static_cast<std::size_t>(label)];
      best = std::max(best, count);
    }
    ++present;
    pairs += static_cast<std::uint32_t>(by_label.size());
    split += by_label.size() > 1;
    kept += most;
    could += std::min(sum_over(people, areas), plan.problem.population.max);
  }
  for (const auto most : best_unit) reverse += most;
  std::vector<std::int64_t> group(plan.labels.size(), -1);
  for (std::uint32_t area = 0; area < plan.labels.size(); ++area)
    if (plan.has(area) && data.unit[area] >= 0)
      group[area] =
          static_cast<std::int64_t>(data.unit[area]) * static_cast<std::int64_t>(plan.members.size()) +
          plan.labels[area];
  count_pieces(plan.problem.graph, group, [&](std::int64_t) { ++pieces; });
  const double share = could > 0 ? kept / could : 1;
  return Judged{std::max(0.0, 1 - share),
                {{"kept_whole", kept},
                 {"could_be_whole", could},
                 {"share", share},
                 {"reverse_share", plan.residents > 0 ? reverse / plan.residents : 1},
                 {"units", present},
                 {"units_split", split},
                 {"pairs", pairs},
                 {"pieces", pieces}}};
}

MaybeJudged judge_local_knowledge(const Plan& plan) {
  if (!plan.problem.local_knowledge) return std::nullopt;
  double weight = 0, sum = 0;
  std::uint32_t wishes = 0, met = 0;
  for (const auto& wish : plan.problem.local_knowledge->wishes) {
    if (!(wish.weight > 0) || wish.areas.empty()) continue;
    std::map<std::int32_t, std::pair<double, std::uint32_t>> by_label;  // people, areas
    for (const auto area : wish.areas) {
      auto& [people, areas] = by_label[plan.labels[area]];
      people += plan.problem.residents[area];
      ++areas;
    }
    double granted = 0;
    if (wish.together) {
      double most = 0;
      for (const auto& [label, in] : by_label)
        if (label != kUnassigned) most = std::max(most, in.first);
      const double all = sum_over(plan.problem.residents, wish.areas);
      granted = all > 0 ? most / all : (by_label.size() == 1 ? 1 : 0);
    } else {
      granted = 1;
      for (const auto& [label, in] : by_label)
        if (label != kUnassigned && in.second > 1) granted = 0;
    }
    ++wishes;
    met += granted >= 1;
    weight += wish.weight;
    sum += wish.weight * granted;
  }
  if (!(weight > 0)) return std::nullopt;
  return Judged{1 - sum / weight, {{"wishes", wishes}, {"wishes_met", met}, {"mean", sum / weight}}};
}

/// `kind`: row of the kind, of a criterion by kind.
MaybeJudged judge(Criterion criterion, std::size_t kind, const Plan& plan, ScoreMemory& memory,
                  Score& so_far) {
  switch (criterion) {
    case Criterion::population:
      return judge_population(plan, so_far);
    case Criterion::deprivation:
      return judge_deprivation(plan, so_far);
    case Criterion::access:
      return judge_access(plan, memory, so_far);
    case Criterion::registration:
      return judge_registration(plan);
    case Criterion::compactness:
      return judge_compactness(plan);
    case Criterion::alignment:
      return judge_alignment(plan, plan.problem.alignment[kind]);
    case Criterion::barriers:
      return judge_barriers(plan);
    case Criterion::local_knowledge:
      return judge_local_knowledge(plan);
  }
  return std::nullopt;
}

void count_neighbourhoods(const Plan& plan, Score& score) {
  const auto& problem = plan.problem;
  score.per_neighbourhood.resize(plan.members.size());
  for (std::size_t label = 0; label < plan.members.size(); ++label) {
    auto& row = score.per_neighbourhood[label];
    row.areas = static_cast<std::uint32_t>(plan.members[label].size());
    row.people = sum_over(problem.people, plan.members[label]);
    row.residents = sum_over(problem.residents, plan.members[label]);
    row.deprivation_mean = kMissing;
    row.hub.assign(problem.access.size(), -1);
    row.access_minutes.assign(problem.access.size(), kMissing);
    if (row.areas == 0) continue;
    ++score.neighbourhoods;
    const double outside =
        std::max({0.0, row.people - problem.population.max, problem.population.min - row.people});
    score.people_outside_bounds += outside;
    score.out_of_bounds += outside > 0;
  }
  for (const auto label : plan.labels) score.unassigned += label == kUnassigned;
  const std::vector<std::int64_t> group(plan.labels.begin(), plan.labels.end());
  count_pieces(problem.graph, group, [&](std::int64_t label) {
    ++score.per_neighbourhood[static_cast<std::size_t>(label)].pieces;
  });
  for (const auto& row : score.per_neighbourhood) score.not_contiguous += row.pieces > 1;
}

}  // namespace

Score score(const Problem& problem, const Labels& labels) {
  ScoreMemory nothing;
  return score(problem, labels, nothing);
}

Score score(const Problem& problem, const Labels& labels, ScoreMemory& memory) {
  PLACEWRIGHT_EXPECT(labels.size() == problem.size());
  Plan plan{problem, labels, find_members(labels)};
  for (std::uint32_t area = 0; area < labels.size(); ++area)
    if (plan.has(area)) plan.residents += problem.residents[area];
  Score result;
  count_neighbourhoods(plan, result);

  const auto add = [&](Criterion criterion, std::string name, double weight, std::size_t kind) {
    auto judged = result.neighbourhoods > 0 ? judge(criterion, kind, plan, memory, result) : std::nullopt;
    if (judged)
      result.criteria.push_back(
          {std::move(name), criterion, judged->loss, weight, std::move(judged->ingredients)});
    else
      result.not_judged.push_back(std::move(name));
  };
  for (const auto& row : kCriteria) {
    if (!row.by_kind) add(row.criterion, std::string(row.key), problem.weights[row.criterion], 0);
    for (std::size_t kind = 0; row.by_kind && kind < problem.alignment.size(); ++kind)
      add(row.criterion, name_of(row.criterion, problem.alignment[kind].kind),
          kind < problem.weights.alignment.size() ? problem.weights.alignment[kind] : 0, kind);
  }

  double weight = 0, sum = 0;
  for (const auto& criterion : result.criteria) {
    weight += criterion.weight;
    sum += criterion.weight * criterion.loss;
  }
  result.total = weight > 0 ? sum / weight : kMissing;
  return result;
}

}  // namespace placewright::boundaries
