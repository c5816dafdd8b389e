#include "boundaries/workforce/plan/buildings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "boundaries/workforce/plan/buildings_program.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kNobody = 1e-6;    // people below it are the solver's tolerance
constexpr double kRelative = 1e-7;  // and so are minutes

double cost_of(const BuildingProblem& problem, const BuildingChoice& choice) {
  double cost = 0;
  for (std::size_t j = 0; j < problem.building.size(); ++j)
    if (choice.is_open[j] != 0)
      cost += choice.is_upgraded[j] != 0 ? problem.building[j].cost_after : problem.building[j].cost;
  return cost;
}

/// A choice served under the rules, for its flows: what the aim leaves open goes by the least minutes.
BuildingUse use_of(const BuildingProblem& problem, const BuildingsProgram& program,
                   const BuildingChoice& choice) {
  BuildingUse use;
  use.beyond.assign(problem.people.size(), 0);
  const auto aim = problem.rules.aim;
  const bool by_minutes = aim == BuildingAim::cost;
  const auto served = program.unservable().empty() ? program.serve(choice, !by_minutes) : std::nullopt;
  if (!served) return use;
  use.is_possible = true;
  use.value = by_minutes ? cost_of(problem, choice) : program.value_of(served->cost);
  if (aim == BuildingAim::equity) {
    auto then = problem;
    then.rules.aim = BuildingAim::median;
    then.rules.fifth_limit = use.value * (1 + kRelative) + kRelative;
    if (auto again = use_of(then, BuildingsProgram(then), choice); again.is_possible) {
      again.value = use.value;
      return again;
    }
  }
  std::vector<double> left = problem.people;
  for (std::size_t p = 0; p < program.pairs().size(); ++p) {
    const auto& pair = program.pairs()[p];
    for (const auto i : program.customers()[pair.customer].areas) {
      const double people = served->share[p] * problem.people[i];
      if (people <= kNobody) continue;
      use.flow.push_back({i, pair.building, people});
      left[i] -= people;
    }
  }
  for (std::size_t i = 0; i < left.size(); ++i) use.beyond[i] = left[i] > kNobody ? left[i] : 0;
  std::stable_sort(use.flow.begin(), use.flow.end(), [](const auto& a, const auto& b) {
    return a.area != b.area ? a.area < b.area : a.building < b.building;
  });
  return use;
}

/// What sums alone say against the rules.
std::vector<std::string> find_reasons(const BuildingProblem& problem, const BuildingsProgram& program) {
  const auto& rules = problem.rules;
  std::vector<std::string> reasons;
  std::size_t stay = 0, could_close = 0;
  double capacity = 0, people = 0;
  std::vector<double> others;
  for (const auto& building : problem.building) {
    const bool is_upgrade = building.standing == BuildingStanding::upgrade;
    const bool stays = is_upgrade || building.standing == BuildingStanding::existing;
    stay += stays ? 1U : 0U;
    could_close += building.standing == BuildingStanding::could_close ? 1U : 0U;
    const double most = is_upgrade ? std::max(building.capacity, building.capacity_after) : building.capacity;
    if (stays)
      capacity += most;
    else
      others.push_back(most);
  }
  for (const auto& customer : program.customers()) people += customer.people;
  if (rules.most_open > 0 && stay > rules.most_open)
    reasons.push_back(
        fmt::format("{} buildings stay open, and no more than {} may be", stay, rules.most_open));
  if (rules.closures >= 0 && static_cast<std::size_t>(rules.closures) > could_close)
    reasons.push_back(fmt::format("{} are to close, and {} could", rules.closures, could_close));
  std::sort(others.begin(), others.end(), std::greater<>());
  std::size_t more = others.size();
  if (rules.most_open > 0)
    more = std::min<std::size_t>(more, rules.most_open - std::min<std::size_t>(stay, rules.most_open));
  capacity += std::accumulate(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(more), 0.0);
  if (rules.aim != BuildingAim::covering && !rules.one_hub && capacity < people)
    reasons.push_back(
        fmt::format("the most capacity that may be open is for {:.0f} people, and {:.0f} are to be served",
                    capacity, people));
  return reasons;
}

/// Of equals the one that changes least: no upgrade without need, nothing new that serves nobody.
void leave_as_is(const BuildingProblem& problem, const BuildingUse& use, BuildingChoice& choice) {
  std::vector<double> serves(problem.building.size(), 0);
  for (const auto& flow : use.flow) serves[flow.building] += flow.people;
  for (std::size_t j = 0; j < serves.size(); ++j) {
    const auto& building = problem.building[j];
    if (building.standing == BuildingStanding::upgrade && serves[j] <= building.capacity &&
        building.cost <= building.cost_after)
      choice.is_upgraded[j] = 0;
    if (building.standing == BuildingStanding::proposed && serves[j] == 0 &&
        problem.rules.aim != BuildingAim::covering)
      choice.is_open[j] = 0;
  }
}

}  // namespace

std::string_view standing_name(BuildingStanding standing) {
  constexpr std::string_view kNames[] = {"existing", "upgrade", "could close", "new"};
  return kNames[static_cast<std::size_t>(standing)];
}

std::string_view building_aim_name(BuildingAim aim) {
  constexpr std::string_view kNames[] = {"median", "covering", "cost", "equity"};
  return kNames[static_cast<std::size_t>(aim)];
}

double BuildingAnswer::gap() const {
  if (use.value == bound) return 0;
  return use.value != 0 ? std::abs(use.value - bound) / std::abs(use.value) : kNoLimit;
}

std::vector<double> minutes_to_buildings_today(const BuildingProblem& problem) {
  std::vector<double> today(problem.people.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < today.size(); ++i)
    for (std::size_t j = 0; j < problem.building.size(); ++j)
      if (const double minutes = problem.minutes.at(i, j);
          problem.building[j].standing != BuildingStanding::proposed && !std::isnan(minutes) &&
          !(today[i] <= minutes))
        today[i] = minutes;
  return today;
}

BuildingUse use_buildings(const BuildingProblem& problem, const BuildingChoice& choice) {
  return use_of(problem, BuildingsProgram(problem), choice);
}

BuildingAnswer choose_buildings(const BuildingProblem& problem, const BuildingLimits& limits) {
  const auto n = problem.people.size();
  PLACEWRIGHT_EXPECT(problem.minutes.areas == n && problem.minutes.sites == problem.building.size() &&
                     problem.fifth.size() == n && problem.neighbourhood.size() == n);
  using Status = engine::IntegerAnswer::Status;
  BuildingAnswer answer;
  const BuildingsProgram program(problem);
  answer.bound = problem.rules.aim == BuildingAim::covering ? kNoLimit : -kNoLimit;
  answer.reasons = find_reasons(problem, program);
  answer.unservable = program.unservable();
  if (!answer.reasons.empty() || !answer.unservable.empty()) {
    answer.status = BuildingAnswer::Status::impossible;
    return answer;
  }
  engine::WorkLeft work(limits.iterations, {limits.stop, 0});
  const auto solved = engine::solve_integer_program(program.program(), kNoLimit, limits.nodes, work);
  answer.nodes = solved.nodes;
  if (solved.status == Status::infeasible) {
    answer.status = BuildingAnswer::Status::impossible;
    answer.reasons.push_back("no choice of these buildings keeps every rule together");
    return answer;
  }
  if (std::isfinite(solved.bound)) answer.bound = program.value_of(solved.bound);
  if (solved.is_chosen.empty()) return answer;
  answer.choice = program.read_choice(solved.is_chosen);
  answer.use = use_of(problem, program, answer.choice);
  answer.found = answer.use.is_possible;
  if (answer.found) leave_as_is(problem, answer.use, answer.choice);
  if (answer.found && solved.status == Status::optimal) {
    answer.status = BuildingAnswer::Status::proved;
    answer.bound = answer.use.value;
  }
  return answer;
}

}  // namespace placewright::boundaries::workforce
