#include "boundaries/output/scenario_tables.h"

#include "boundaries/output/workforce_tables.h"
#include "boundaries/workforce/cover/certainty.h"

namespace placewright::boundaries::output {

using workforce::Coverage;

Table what_if_table(const Coverage& before, const Coverage& after) {
  Table table{"what_if", "Before and after", {{before.units.kind, 0, ""}}, {}};
  for (const auto* then : {"", "_then"})
    for (const auto* column : {"WTE", "per10k_need", "need_low", "need_high", "gap", "gap_low", "gap_high"})
      table.columns.push_back({std::string(column) + then, 2, ""});
  const auto sure_before = workforce::measure_certainty(before),
             sure_after = workforce::measure_certainty(after);
  for (std::size_t k = 0; k < before.units.size(); ++k) {
    std::vector<Cell> row{before.units.id[k]};
    for (const auto& [coverage, sure] : {std::pair(&before, &sure_before), std::pair(&after, &sure_after)}) {
      const auto& unit = coverage->unit[k];
      const auto& one = sure->units[k];
      for (const double value : {unit.wte, unit.per_10k_need, one.per_10k_need.low, one.per_10k_need.high,
                                 unit.gap, one.gap.low, one.gap.high})
        row.push_back(unit.hidden ? Cell("[c]") : Cell(value));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table states_table(const std::vector<NamedCoverage>& states) {
  const auto& first = states.front().coverage;
  Table table{"states", "WTE per 10,000 by need, with 95 % limits", {{first.units.kind, 0, ""}}, {}};
  std::vector<workforce::Certainty> sure;
  for (const auto& state : states) {
    for (const auto* end : {"", "_low", "_high"})
      table.columns.push_back({state.name + end, 2, "WTE per 10,000 by need"});
    sure.push_back(workforce::measure_certainty(state.coverage));
  }
  for (std::size_t k = 0; k < first.units.size(); ++k) {
    std::vector<Cell> row{first.units.id[k]};
    for (std::size_t s = 0; s < states.size(); ++s) {
      const auto& limits = sure[s].units[k].per_10k_need;
      row.insert(row.end(),
                 {Cell(states[s].coverage.unit[k].per_10k_need), Cell(limits.low), Cell(limits.high)});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table states_equity_table(const std::vector<NamedCoverage>& states) {
  auto table = equity_table(states.front().coverage);
  table.columns[1].name = states.front().name;
  for (std::size_t s = 1; s < states.size(); ++s) {
    const auto other = equity_table(states[s].coverage);
    table.columns.push_back({states[s].name, 4, ""});
    for (std::size_t row = 0; row < table.rows.size(); ++row) table.rows[row].push_back(other.rows[row][1]);
  }
  return table;
}

}  // namespace placewright::boundaries::output
