#include "boundaries/workforce/cover/disclosure_audit.h"

#include <coin/Clp_C_Interface.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <numeric>

#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kClose = 1e-6;  // WTE: finer than any figure is known
constexpr std::size_t kMaxPrograms = 30000;

struct FreeProgram {
  void operator()(Clp_Simplex* model) const { Clp_deleteModel(model); }
};

/// One side of a range, and the shown figures that the bound rests on.
struct Bound {
  double value = 0;
  std::vector<std::uint32_t> rests_on;
};

/// All that is shown, as equations over the parts.
class Shown {
 public:
  Shown(std::span<const Figure> figures, std::size_t parts, std::span<const std::uint8_t> hidden)
      : parts_(parts), model_(Clp_newModel()) {
    Clp_setLogLevel(model_.get(), 0);
    std::vector<std::vector<int>> rows_of(parts);
    std::vector<double> value;
    for (std::uint32_t f = 0; f < figures.size(); ++f) {
      if (hidden[f] != 0) continue;
      for (const auto part : figures[f].parts) rows_of[part].push_back(static_cast<int>(row_.size()));
      row_.push_back(f);
      value.push_back(figures[f].value);
    }
    std::vector<int> start{0}, row;
    for (const auto& rows : rows_of) {
      row.insert(row.end(), rows.begin(), rows.end());
      start.push_back(static_cast<int>(row.size()));
    }
    const std::vector<double> one(row.size(), 1), low(parts, 0),
        high(parts, std::numeric_limits<double>::max()), cost(parts, 0);
    Clp_loadProblem(model_.get(), static_cast<int>(parts), static_cast<int>(row_.size()), start.data(),
                    row.data(), one.data(), low.data(), high.data(), cost.data(), value.data(), value.data());
  }

  /// `sign` 1: the least value of a figure; -1: the greatest.
  Bound bound(const Figure& figure, double sign) {
    std::vector<double> cost(parts_, 0);
    for (const auto part : figure.parts) cost[part] = sign;
    Clp_chgObjCoefficients(model_.get(), cost.data());
    Clp_primal(model_.get(), 0);
    if (Clp_status(model_.get()) == 2) return {-sign * std::numeric_limits<double>::infinity(), {}};
    Bound bound{sign * Clp_objectiveValue(model_.get()), {}};
    const double* price = Clp_dualRowSolution(model_.get());
    for (std::size_t r = 0; r < row_.size(); ++r)
      if (std::abs(price[r]) > 1e-7) bound.rests_on.push_back(row_[r]);
    return bound;
  }

 private:
  std::size_t parts_;
  std::vector<std::uint32_t> row_;  // the figure of each equation
  std::unique_ptr<Clp_Simplex, FreeProgram> model_;
};

/// Figures that are hidden with one another: those of a bundle, and those that sum the same parts, as one
/// would tell the other.
struct Together {
  std::vector<std::uint32_t> figures;
  double cost = 0;
  bool kept = false;
};

std::vector<Together> find_together(std::span<const Figure> figures) {
  std::vector<std::uint32_t> root(figures.size());
  std::iota(root.begin(), root.end(), std::uint32_t{0});
  const auto find = [&](std::uint32_t f) {
    while (root[f] != f) f = root[f] = root[root[f]];
    return f;
  };
  std::map<std::uint32_t, std::uint32_t> of_bundle;
  std::map<std::vector<std::uint32_t>, std::uint32_t> of_parts;
  for (std::uint32_t f = 0; f < figures.size(); ++f) {
    auto parts = figures[f].parts;
    std::sort(parts.begin(), parts.end());
    root[find(f)] = find(of_bundle.try_emplace(figures[f].bundle, f).first->second);
    root[find(f)] = find(of_parts.try_emplace(std::move(parts), f).first->second);
  }
  std::map<std::uint32_t, Together> by_root;
  for (std::uint32_t f = 0; f < figures.size(); ++f) {
    auto& one = by_root[find(f)];
    one.figures.push_back(f);
    one.cost += figures[f].cost;
    one.kept = one.kept || figures[f].kept;
  }
  std::vector<Together> together;
  for (std::uint32_t f = 0; f < figures.size(); ++f) together.push_back(by_root.at(find(f)));
  return together;
}

}  // namespace

std::vector<Range> find_ranges(std::span<const Figure> figures, std::size_t parts,
                               std::span<const std::uint8_t> hidden) {
  PLACEWRIGHT_EXPECT(figures.size() == hidden.size());
  Shown shown(figures, parts, hidden);
  std::vector<Range> ranges;
  for (std::size_t f = 0; f < figures.size(); ++f)
    ranges.push_back(hidden[f] == 0
                         ? Range{figures[f].value, figures[f].value}
                         : Range{shown.bound(figures[f], 1).value, shown.bound(figures[f], -1).value});
  return ranges;
}

std::vector<std::uint8_t> hide_figures(std::span<const Figure> figures, std::size_t parts) {
  std::vector<std::uint8_t> hidden(figures.size(), 0);
  const auto together = find_together(figures);
  const auto hide = [&](std::uint32_t f) {
    for (const auto other : together[f].figures)
      if (!figures[other].kept) hidden[other] = 1;
  };
  for (std::uint32_t f = 0; f < figures.size(); ++f)
    if (figures[f].small) hide(f);
  std::vector<std::uint8_t> safe(figures.size(), 0);  // hiding more never narrows a range
  std::size_t programs = 0;
  for (bool changed = true; changed;) {
    changed = false;
    const auto before = hidden;
    Shown shown(figures, parts, before);
    for (std::uint32_t f = 0; f < figures.size(); ++f) {
      if (before[f] == 0 || safe[f] != 0) continue;
      const auto& figure = figures[f];
      auto low = shown.bound(figure, 1), high = shown.bound(figure, -1);
      programs += 2;
      const bool low_tells =
          figure.whole ? high.value - low.value < figure.room - kClose : low.value > kClose;
      const bool high_tells = figure.whole ? low_tells : high.value < figure.room - kClose;
      if (!low_tells && !high_tells) {
        safe[f] = 1;
        continue;
      }
      for (const auto& [tells, bound] : {std::pair(low_tells, &low), std::pair(high_tells, &high)}) {
        if (!tells) continue;
        std::uint32_t best = ~std::uint32_t{0};
        bool broken = false;  // a figure that it rests on was hidden meanwhile
        for (const auto other : bound->rests_on) {
          broken = broken || hidden[other] != 0;
          if (!together[other].kept &&
              (best == ~std::uint32_t{0} || together[other].cost < together[best].cost))
            best = other;
        }
        if (broken) changed = true;
        if (broken || best == ~std::uint32_t{0}) continue;
        hide(best);
        changed = true;
      }
    }
    if (programs > kMaxPrograms) {  // too large to be sure of: nothing but what is kept is shown
      for (std::uint32_t f = 0; f < figures.size(); ++f) hidden[f] = figures[f].kept ? 0 : 1;
      return hidden;
    }
  }
  return hidden;
}

}  // namespace placewright::boundaries::workforce
