#include "boundaries/engine/sums/shares.h"

namespace placewright::boundaries::engine {
namespace {

constexpr std::uint32_t kGone = 0xffffffff;

}  // namespace

SharesTable SharesTable::build(const Problem& problem, const TotalShares& shares) {
  SharesTable table;
  const double registration_share = shares.of[Criterion::registration];
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
    if (!(shares.alignment[kind] > 0)) continue;
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
    SharesTable::Family family{shares.alignment[kind], 0, 0};
    for (const double sum : people) family.whole += std::min(sum, problem.population.max);
    if (!(family.whole > 0)) family = {0, 1, 0};  // nobody to keep together: the loss is 0 whatever the plan
    table.holder_family.insert(table.holder_family.end(), people.size(),
                               static_cast<std::uint32_t>(table.family.size()));
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
      if (kept[atom])
        touched[table.rows.column[e]] = 1;
      else
        outside[table.rows.column[e]].emplace_back(cutout.fixed_part[atom], table.rows.value[e]);
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

SharesSums::SharesSums(const SharesTable& table, std::uint32_t parts)
    : table_(&table),
      parts_(parts),
      amount_(table.holder_family.size() * parts, 0),
      top_(table.holder_family.size()),
      kept_(table.family.size(), 0) {
  for (const SharesTable::Family& family : table.family) rate_.push_back(family.scale / family.whole);
  const auto& rows = table.rows;
  entry_.resize(rows.column.size());
  for (std::size_t atom = 0; atom + 1 < rows.first.size(); ++atom) {
    const auto begin = entry_.begin() + rows.first[atom], end = entry_.begin() + rows.first[atom + 1];
    for (std::uint32_t e = rows.first[atom]; e < rows.first[atom + 1]; ++e)
      entry_[e] = {rows.value[e], 0, rows.column[e],
                   static_cast<std::uint16_t>(table.holder_family[rows.column[e]]), false};
    std::sort(begin, end, [](const Entry& a, const Entry& b) {
      return a.family != b.family   ? a.family < b.family
             : a.amount != b.amount ? a.amount > b.amount
                                    : a.holder < b.holder;
    });
    double later = 0;
    for (std::uint32_t e = rows.first[atom + 1]; e-- > rows.first[atom];) {
      entry_[e].later = later;
      later += rate_[entry_[e].family] * entry_[e].amount;
      entry_[e].look = (e - rows.first[atom]) % 4 == 3;
    }
  }
}

void SharesSums::reset(const Part* part) {
  std::fill(amount_.begin(), amount_.end(), 0.0);
  const auto atoms = static_cast<std::uint32_t>(table_->rows.first.size() - 1);
  for (Atom atom; atom < atoms; ++atom)
    for (std::uint32_t e = table_->rows.first[atom]; e < table_->rows.first[atom + 1]; ++e)
      amount_[std::size_t{table_->rows.column[e]} * parts_ + part[atom]] += table_->rows.value[e];
  for (std::size_t f = 0; f < kept_.size(); ++f) kept_[f] = table_->family[f].fixed_kept;
  for (std::uint32_t holder = 0; holder < top_.size(); ++holder) {
    rank(holder);
    kept_[table_->holder_family[holder]] += top_[holder].largest;
  }
}

void SharesSums::apply(const Part*, Atom atom, Part from, Part to) {
  for (std::uint32_t e = table_->rows.first[atom]; e < table_->rows.first[atom + 1]; ++e) {
    const Entry& entry = entry_[e];
    double* row = amount_.data() + std::size_t{entry.holder} * parts_;
    row[from] -= entry.amount;
    row[to] += entry.amount;
    Top& top = top_[entry.holder];
    const double before = top.largest, here = row[to];
    // All parts are looked at again only where one of the two largest fell.
    if (top.second_part == from || (top.part == from && row[from] < std::max(top.second, here))) {
      rank(entry.holder);
    } else {
      if (top.part == from) top.largest = row[from];
      if (top.part == to) {
        top.largest = here;
      } else if (here > top.largest) {
        top.second = top.largest;
        top.second_part = top.part;
        top.largest = here;
        top.part = to;
      } else if (here > top.second) {
        top.second = here;
        top.second_part = to;
      }
    }
    kept_[entry.family] += top.largest - before;
  }
}

/// The two largest amounts of a holder, what is fixed for good among them.
void SharesSums::rank(std::uint32_t holder) {
  const double* row = amount_.data() + std::size_t{holder} * parts_;
  Top top;
  top.largest = table_->fixed_largest[holder];
  for (std::uint32_t k = 0; k < parts_; ++k)
    if (row[k] > top.largest) {
      top.second = top.largest;
      top.second_part = top.part;
      top.largest = row[k];
      top.part = static_cast<Part>(k);
    } else if (row[k] > top.second) {
      top.second = row[k];
      top.second_part = static_cast<Part>(k);
    }
  top_[holder] = top;
}

SharesAlone::SharesAlone(const SharesTable& table, const Parts&, std::uint32_t)
    : table_(&table), whole_(table.holder_family.size(), 0) {
  for (std::size_t entry = 0; entry < table.rows.column.size(); ++entry)
    whole_[table.rows.column[entry]] += table.rows.value[entry];
}

double SharesAlone::operator()(const Atoms& atoms, const Marks&) const {
  if (table_->family.empty()) return 0;
  double sum = 0;
  for (const auto& [holder, own] : sum_columns(table_->rows, atoms)) {
    const SharesTable::Family& family = table_->family[table_->holder_family[holder]];
    sum -= family.scale / family.whole * credit(own, whole_[holder]);
  }
  return sum;
}

}  // namespace placewright::boundaries::engine
