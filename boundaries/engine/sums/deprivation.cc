#include "boundaries/engine/sums/deprivation.h"

#include <cmath>

namespace placewright::boundaries::engine {

DeprivationTable DeprivationTable::build(const Problem& problem, const TotalShares& shares) {
  DeprivationTable table;
  const double weight_share = shares.of[Criterion::deprivation];
  const std::size_t areas = problem.size();
  table.weight.assign(areas, 0);
  table.moment.assign(areas, 0);
  if (!(weight_share > 0) || !problem.deprivation) return table;
  const DeprivationData& data = *problem.deprivation;
  double weight = 0, sum = 0;
  for (std::size_t area = 0; area < areas; ++area)
    if (!std::isnan(data.value[area])) {
      weight += data.weight[area];
      sum += data.weight[area] * data.value[area];
    }
  if (!(weight > 0)) return table;
  const double mean = sum / weight;
  for (std::size_t area = 0; area < areas; ++area) {
    if (std::isnan(data.value[area])) continue;
    const double off = data.value[area] - mean;
    table.weight[area] = data.weight[area];
    table.moment[area] = data.weight[area] * off;
    table.squares += data.weight[area] * off * off;
  }
  if (!(table.squares > 0)) return table;
  const bool spread = data.aim == Aim::spread;
  table.scale = (spread ? -weight_share : weight_share) / table.squares;
  table.constant = spread ? weight_share : 0;
  return table;
}

DeprivationTable contract(const DeprivationTable& table, const Grouping& grouping) {
  DeprivationTable result = table;
  result.weight.assign(grouping.count, 0);
  result.moment.assign(grouping.count, 0);
  for (std::size_t atom = 0; atom < grouping.of.size(); ++atom) {
    result.weight[grouping.of[atom]] += table.weight[atom];
    result.moment[grouping.of[atom]] += table.moment[atom];
  }
  return result;
}

DeprivationTable restrict_to(const DeprivationTable& table, const Cutout& cutout) {
  DeprivationTable result = table;
  result.weight.clear();
  result.moment.clear();
  for (const Atom atom : cutout.kept) {
    result.weight.push_back(table.weight[atom]);
    result.moment.push_back(table.moment[atom]);
  }
  const auto kept = kept_marks(cutout);
  std::vector<double> weight(cutout.fixed_parts, 0), moment(cutout.fixed_parts, 0);
  for (std::size_t atom = 0; atom < kept.size(); ++atom) {
    if (kept[atom]) continue;
    weight[cutout.fixed_part[atom]] += table.weight[atom];
    moment[cutout.fixed_part[atom]] += table.moment[atom];
  }
  for (std::uint32_t part = 0; part < cutout.fixed_parts; ++part)
    if (weight[part] > 1e-9) result.fixed_gain += moment[part] * moment[part] / weight[part];
  return result;
}

double DeprivationAlone::operator()(const Atoms& atoms, const Marks&) const {
  if (table_->scale == 0) return 0;
  double weight = 0, moment = 0;
  for (const Atom atom : atoms) weight += table_->weight[atom], moment += table_->moment[atom];
  return weight > 1e-9 ? -table_->scale * moment * moment / weight : 0.0;
}

}  // namespace placewright::boundaries::engine
