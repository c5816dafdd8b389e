#include "boundaries/engine/sums/people.h"

#include <algorithm>
#include <limits>

namespace placewright::boundaries::engine {

PeopleTable build_people(const Problem& problem, double scale, double target) {
  PeopleTable table;
  table.scale = scale;
  if (!problem.population.hard) table.most = std::numeric_limits<double>::infinity();
  table.target = target;
  table.min = problem.population.min;
  table.max = problem.population.max;
  table.people = problem.people;
  table.all_people = 0;
  for (const double people : problem.people) table.all_people += people;
  if (!(table.all_people > 0)) table.all_people = 1;
  return table;
}

PeopleTable contract(const PeopleTable& table, const Grouping& grouping) {
  PeopleTable result = table;
  result.people.assign(grouping.count, 0);
  for (std::size_t atom = 0; atom < grouping.of.size(); ++atom)
    result.people[grouping.of[atom]] += table.people[atom];
  return result;
}

PeopleTable restrict_to(const PeopleTable& table, const Cutout& cutout) {
  PeopleTable result = table;
  result.people.clear();
  for (const std::uint32_t atom : cutout.kept) result.people.push_back(table.people[atom]);
  const auto kept = kept_marks(cutout);
  std::vector<double> sums(cutout.fixed_parts, 0);
  for (std::size_t atom = 0; atom < kept.size(); ++atom)
    if (!kept[atom]) sums[cutout.fixed_part[atom]] += table.people[atom];
  for (const double sum : sums) {
    result.fixed_squares += (sum - table.target) * (sum - table.target);
    result.fixed_outside += std::max({0.0, sum - table.max, table.min - sum});
  }
  result.fixed_parts += cutout.fixed_parts;
  return result;
}

}  // namespace placewright::boundaries::engine
