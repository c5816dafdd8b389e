#include "boundaries/engine/shares.h"

namespace placewright::boundaries::engine {
namespace {

constexpr std::uint32_t kGone = 0xffffffff;

}  // namespace

SharesTable build_shares(const Problem& problem, double registration_share, const std::vector<double>& alignment_share) {
  SharesTable table;
  const auto areas = static_cast<std::uint32_t>(problem.size());
  std::vector<std::vector<std::pair<std::uint32_t, double>>> rows(areas);
  if (registration_share > 0 && problem.registration) {
    const SparseRows& patients = problem.registration->patients;
    SharesTable::Family family{registration_share, 0, 0};
    for (std::size_t practice = 0; practice < patients.rows(); ++practice) {
      const auto holder = static_cast<std::uint32_t>(table.holder_family.size());
      table.holder_family.push_back(0);
      for (std::uint32_t e = patients.first[practice]; e < patients.first[practice + 1]; ++e) {
        rows[patients.column[e]].emplace_back(holder, patients.value[e]);
        family.whole += patients.value[e];
      }
    }
    if (!(family.whole > 0)) family.whole = 1;
    table.family.push_back(family);
  }
  for (std::size_t kind = 0; kind < problem.alignment.size(); ++kind) {
    if (!(alignment_share[kind] > 0)) continue;
    const AlignmentData& data = problem.alignment[kind];
    const auto base = static_cast<std::uint32_t>(table.holder_family.size());
    std::vector<double> people;
    for (std::uint32_t area = 0; area < areas; ++area) {
      if (data.unit[area] < 0) continue;
      const auto unit = static_cast<std::uint32_t>(data.unit[area]);
      if (unit >= people.size()) people.resize(unit + 1, 0);
      people[unit] += problem.residents[area];
      rows[area].emplace_back(base + unit, problem.residents[area]);
    }
    SharesTable::Family family{alignment_share[kind], 0, 0};
    for (const double sum : people) family.whole += std::min(sum, problem.population.max);
    if (!(family.whole > 0)) family = {0, 1, 0};  // nobody to keep together: the loss is 0 whatever the plan
    table.holder_family.insert(table.holder_family.end(), people.size(), static_cast<std::uint32_t>(table.family.size()));
    table.family.push_back(family);
  }
  for (const auto& row : rows) {
    for (const auto& [holder, amount] : row) {
      table.rows.column.push_back(holder);
      table.rows.value.push_back(amount);
    }
    table.rows.first.push_back(static_cast<std::uint32_t>(table.rows.column.size()));
  }
  table.fixed_largest.assign(table.holder_family.size(), 0);
  return table;
}

SharesTable contract(const SharesTable& table, const Grouping& grouping) {
  SharesTable result = table;
  result.rows = contract_rows(table.rows, grouping);
  return result;
}

SharesTable restrict_to(const SharesTable& table, const Cutout& cutout) {
  SharesTable result;
  result.family = table.family;
  if (table.family.empty()) {
    result.rows.first.assign(cutout.kept.size() + 1, 0);
    return result;
  }
  const auto kept = kept_marks(cutout);
  const std::size_t holders = table.holder_family.size();
  std::vector<std::uint8_t> touched(holders, 0);
  std::vector<std::vector<std::pair<std::uint32_t, double>>> outside(holders);
  for (std::size_t atom = 0; atom < kept.size(); ++atom)
    for (std::uint32_t e = table.rows.first[atom]; e < table.rows.first[atom + 1]; ++e) {
      if (kept[atom]) touched[table.rows.column[e]] = 1;
      else outside[table.rows.column[e]].emplace_back(cutout.fixed_part[atom], table.rows.value[e]);
    }
  std::vector<std::uint32_t> number(holders, kGone);
  std::vector<double> sums(cutout.fixed_parts, 0);
  for (std::size_t holder = 0; holder < holders; ++holder) {
    double largest = table.fixed_largest[holder];
    for (const auto& [part, amount] : outside[holder]) largest = std::max(largest, sums[part] += amount);
    for (const auto& [part, amount] : outside[holder]) sums[part] = 0;
    if (touched[holder]) {
      number[holder] = static_cast<std::uint32_t>(result.holder_family.size());
      result.holder_family.push_back(table.holder_family[holder]);
      result.fixed_largest.push_back(largest);
    } else {
      result.family[table.holder_family[holder]].fixed_kept += largest;
    }
  }
  result.rows = pick_rows(table.rows, cutout.kept, number);
  return result;
}

}  // namespace placewright::boundaries::engine
