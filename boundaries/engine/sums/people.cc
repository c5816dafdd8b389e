#include "boundaries/engine/sums/people.h"

#include <algorithm>
#include <limits>

namespace placewright::boundaries::engine {

PeopleTable PeopleTable::build(const Problem& problem, const TotalShares& shares) {
  PeopleTable table;
  table.scale = shares.of[Criterion::population];
  if (!problem.population.hard) table.most = std::numeric_limits<double>::infinity();
  table.target = shares.target;
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
  for (const Atom atom : cutout.kept) result.people.push_back(table.people[atom]);
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

PeopleAlone::PeopleAlone(const PeopleTable& table, const Parts& plan, std::uint32_t parts) : table_(&table) {
  if (!(table.scale > 0)) return;
  std::vector<double> people(parts, 0);
  for (std::size_t atom = 0; atom < table.people.size(); ++atom) people[plan[atom]] += table.people[atom];
  double squares = table.fixed_squares;
  for (const double sum : people) squares += (sum - table.target) * (sum - table.target);
  const double all = parts + table.fixed_parts;
  per_square_ = squares > 0 ? table.scale / (2 * table.target * std::sqrt(squares * all)) : 0;
}

double PeopleAlone::operator()(const Atoms& atoms, const Marks&) const {
  if (!(table_->scale > 0)) return 0;
  double sum = 0;
  for (const Atom atom : atoms) sum += table_->people[atom];
  const double outside = std::max({0.0, sum - table_->max, table_->min - sum});
  return per_square_ * (sum - table_->target) * (sum - table_->target) +
         table_->scale * 4 * outside / table_->all_people;
}

}  // namespace placewright::boundaries::engine
