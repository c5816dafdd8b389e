#include "boundaries/engine/sums/wishes.h"

#include <algorithm>

namespace placewright::boundaries::engine {

WishesTable WishesTable::build(const Problem& problem, const TotalShares& shares) {
  WishesTable table;
  const double share = shares.of[Criterion::local_knowledge];
  std::vector<std::vector<std::pair<std::uint32_t, double>>> rows(problem.size());
  if (share > 0 && problem.local_knowledge) {
    double weights = 0;
    for (const auto& wish : problem.local_knowledge->wishes) {
      if (!(wish.weight > 0) || wish.areas.empty()) continue;
      const auto number = static_cast<std::uint32_t>(table.wish.size());
      WishesTable::Wish entry{wish.together, wish.weight, 0, 0, false};
      for (const std::uint32_t area : wish.areas) {
        rows[area].emplace_back(number, wish.together ? problem.residents[area] : 1.0);
        entry.people += problem.residents[area];
      }
      if (wish.together &&
          !(entry.people > 0)) {  // nobody lives there: granted where the areas share a neighbourhood
        entry.people = static_cast<double>(wish.areas.size());
        for (const std::uint32_t area : wish.areas) rows[area].back().second = 1;
      }
      weights += wish.weight;
      table.wish.push_back(entry);
    }
    for (auto& wish : table.wish) wish.weight /= weights;
    if (!table.wish.empty()) table.scale = share;
  }
  for (const auto& row : rows) {
    for (const auto& [wish, amount] : row) {
      table.rows.column.push_back(wish);
      table.rows.value.push_back(amount);
    }
    table.rows.first.push_back(static_cast<std::uint32_t>(table.rows.column.size()));
  }
  return table;
}

WishesTable contract(const WishesTable& table, const Grouping& grouping) {
  WishesTable result = table;
  result.rows = contract_rows(table.rows, grouping);
  return result;
}

WishesTable restrict_to(const WishesTable& table, const Cutout& cutout) {
  WishesTable result = table;
  std::vector<std::uint32_t> same(table.wish.size());
  for (std::uint32_t wish = 0; wish < same.size(); ++wish) same[wish] = wish;
  result.rows = pick_rows(table.rows, cutout.kept, same);
  const auto kept = kept_marks(cutout);
  std::vector<double> amount(table.wish.size() * cutout.fixed_parts, 0);
  for (std::size_t atom = 0; atom < kept.size(); ++atom) {
    if (kept[atom]) continue;
    for (std::uint32_t e = table.rows.first[atom]; e < table.rows.first[atom + 1]; ++e)
      amount[std::size_t{table.rows.column[e]} * cutout.fixed_parts + cutout.fixed_part[atom]] +=
          table.rows.value[e];
  }
  for (std::size_t wish = 0; wish < table.wish.size(); ++wish)
    for (std::uint32_t part = 0; part < cutout.fixed_parts; ++part) {
      const double sum = amount[wish * cutout.fixed_parts + part];
      if (result.wish[wish].together)
        result.wish[wish].fixed_largest = std::max(result.wish[wish].fixed_largest, sum);
      else if (sum > 1)
        result.wish[wish].fixed_broken = true;
    }
  return result;
}

double WishesSums::granted(std::uint32_t wish, Part from, Part to, double amount) const {
  const double* row = amount_.data() + std::size_t{wish} * parts_;
  const WishesTable::Wish& entry = table_->wish[wish];
  double largest = entry.fixed_largest;
  for (std::uint32_t part = 0; part < parts_; ++part) {
    double sum = row[part];
    if (part == from) sum -= amount;
    if (part == to) sum += amount;
    largest = std::max(largest, sum);
  }
  if (entry.together) return largest / entry.people;
  return entry.fixed_broken || largest > 1 ? 0.0 : 1.0;
}

void WishesSums::reset(const Part* part) {
  std::fill(amount_.begin(), amount_.end(), 0.0);
  const auto atoms = static_cast<std::uint32_t>(table_->rows.first.size() - 1);
  for (Atom atom; atom < atoms; ++atom)
    for (std::uint32_t e = table_->rows.first[atom]; e < table_->rows.first[atom + 1]; ++e)
      amount_[std::size_t{table_->rows.column[e]} * parts_ + part[atom]] += table_->rows.value[e];
  for (std::uint32_t wish = 0; wish < granted_.size(); ++wish)
    granted_[wish] = granted(wish, Part(), Part(), 0);
}

void WishesSums::apply(const Part*, Atom atom, Part from, Part to) {
  for (std::uint32_t e = table_->rows.first[atom]; e < table_->rows.first[atom + 1]; ++e) {
    const std::uint32_t wish = table_->rows.column[e];
    double* row = amount_.data() + std::size_t{wish} * parts_;
    row[from] -= table_->rows.value[e];
    row[to] += table_->rows.value[e];
    granted_[wish] = granted(wish, from, from, 0);
  }
}

double WishesSums::total() const {
  double mean = 0;
  for (std::size_t wish = 0; wish < granted_.size(); ++wish)
    mean += table_->wish[wish].weight * granted_[wish];
  return table_->scale * (1 - mean);
}

double WishesAlone::operator()(const Atoms& atoms, const Marks&) const {
  if (!(table_->scale > 0)) return 0;
  double sum = 0;
  for (const auto& [number, own] : sum_columns(table_->rows, atoms)) {
    const WishesTable::Wish& wish = table_->wish[number];
    if (wish.together)
      sum -= table_->scale * wish.weight * (wish.people > 0 ? credit(own, wish.people) / wish.people : 0.0);
    else if (own > 1)
      sum += table_->scale * wish.weight;
  }
  return sum;
}

}  // namespace placewright::boundaries::engine
