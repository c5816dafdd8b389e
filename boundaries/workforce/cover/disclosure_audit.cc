#include "boundaries/workforce/cover/disclosure_audit.h"

#include <coin/Clp_C_Interface.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "boundaries/engine/prove/integer_program.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kClose = 1e-6;  // WTE: finer than any figure is known
constexpr std::size_t kMaxPrograms = 30000, kMaxProgramsAgain = 3000;
/// Up to so many figures the fewest are found, and stand where what the costs say hides more than twice as
/// many.
constexpr std::size_t kMostForFewest = 80;
constexpr int kMostRounds = 60;
constexpr std::uint64_t kMostWork = 200'000;  // simplex iterations

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

/// Whether a hidden figure is bounded more tightly than it may be, from below and from above.
struct Told {
  bool low = false, high = false;
  [[nodiscard]] bool any() const { return low || high; }
};

Told is_told(const Figure& figure, double low, double high) {
  if (figure.whole) {
    const bool told = high - low < figure.room - kClose;
    return {told, told};
  }
  return {low > kClose, high < figure.room - kClose};
}

/// Shows again what need not be hidden: figures that were hidden for the sake of others, the dearest first,
/// as long as no bound that is too tight comes about or gets tighter.
void show_again(std::span<const Figure> figures, std::size_t parts, const std::vector<Together>& together,
                std::vector<std::uint8_t>& hidden) {
  std::size_t programs = 0;
  const auto bound_all = [&](const std::vector<std::uint8_t>& trial,
                             const std::vector<Range>* before) -> std::optional<std::vector<Range>> {
    Shown shown(figures, parts, trial);
    std::vector<Range> ranges(figures.size());
    for (std::uint32_t f = 0; f < figures.size(); ++f) {
      if (trial[f] == 0) continue;
      auto& range = ranges[f] = {shown.bound(figures[f], 1).value, shown.bound(figures[f], -1).value};
      programs += 2;
      if (before == nullptr) continue;
      const auto told = is_told(figures[f], range.low, range.high);
      const auto& was = (*before)[f];
      if ((told.low && range.low > was.low + kClose) || (told.high && range.high < was.high - kClose))
        return std::nullopt;
    }
    return ranges;
  };
  std::vector<std::uint32_t> order;
  for (std::uint32_t f = 0; f < figures.size(); ++f) {
    const auto& members = together[f].figures;
    if (f == members.front() && hidden[f] != 0 &&
        std::none_of(members.begin(), members.end(), [&](auto other) { return figures[other].small; }))
      order.push_back(f);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return together[a].cost > together[b].cost; });
  if (order.empty()) return;
  const auto before = bound_all(hidden, nullptr);
  for (const auto f : order) {
    if (programs > kMaxProgramsAgain) return;
    auto trial = hidden;
    for (const auto other : together[f].figures) trial[other] = 0;
    if (bound_all(trial, &*before)) hidden = std::move(trial);
  }
}

/// Figures of the publication in hand: those of others cost nothing.
std::size_t count_hidden(std::span<const Figure> figures, const std::vector<std::uint8_t>& hidden) {
  std::size_t count = 0;
  for (std::size_t f = 0; f < figures.size(); ++f)
    if (hidden[f] != 0 && figures[f].cost > 0) ++count;
  return count;
}

/// Where the first is hidden, one of the others must be: a bound on it rests on them.
using Cover = std::pair<std::uint32_t, std::set<std::uint32_t>>;

/// The fewest figures that meet the covers, with all that must not be shown; nothing where that is not found.
std::optional<std::vector<std::uint8_t>> meet_covers(std::span<const Figure> figures,
                                                     const std::vector<Together>& together,
                                                     const std::set<Cover>& covers) {
  engine::IntegerProgram program;
  std::vector<std::vector<std::pair<int, double>>> entries(figures.size());
  const auto add_row = [&](double below) {
    program.below.push_back(below);
    program.above.push_back(1e30);
    return static_cast<int>(program.below.size()) - 1;
  };
  for (std::uint32_t f = 0; f < figures.size(); ++f) {
    if (figures[f].small) entries[together[f].figures.front()].emplace_back(add_row(1), 1);
    double count = 0;
    for (const auto other : together[f].figures) count += figures[other].cost > 0 ? 1 : 0;
    program.cost.push_back(together[f].figures.front() == f ? count : 0);
  }
  for (const auto& [of, others] : covers) {
    const int row = add_row(0);
    entries[of].emplace_back(row, -1);
    for (const auto other : others) entries[other].emplace_back(row, 1);
  }
  for (const auto& column : entries) {
    for (const auto& [row, value] : column) {
      program.row.push_back(row);
      program.value.push_back(value);
    }
    program.start.push_back(static_cast<int>(program.row.size()));
  }
  engine::WorkLeft work(kMostWork, engine::Stop{});
  const auto answer = engine::solve_integer_program(program, std::numeric_limits<double>::max(),
                                                    std::numeric_limits<std::uint64_t>::max(), work);
  if (answer.status != engine::IntegerAnswer::Status::optimal) return std::nullopt;
  std::vector<std::uint8_t> hidden(figures.size(), 0);
  for (std::uint32_t f = 0; f < figures.size(); ++f)
    hidden[f] = figures[f].kept ? 0 : answer.is_chosen[together[f].figures.front()];
  return hidden;
}

/// The fewest figures whose hiding tells nothing, by an integer program that grows with the bounds found;
/// nothing where it takes too long.
std::optional<std::vector<std::uint8_t>> hide_fewest(std::span<const Figure> figures, std::size_t parts,
                                                     const std::vector<Together>& together) {
  std::set<Cover> covers;
  for (int round = 0; round < kMostRounds; ++round) {
    auto hidden = meet_covers(figures, together, covers);
    if (!hidden) return std::nullopt;
    const auto before = covers.size();
    Shown shown(figures, parts, *hidden);
    for (std::uint32_t f = 0; f < figures.size(); ++f) {
      if ((*hidden)[f] == 0) continue;
      const auto low = shown.bound(figures[f], 1), high = shown.bound(figures[f], -1);
      const auto told = is_told(figures[f], low.value, high.value);
      for (const auto& [tells, bound] : {std::pair(told.low, &low), std::pair(told.high, &high)}) {
        std::set<std::uint32_t> others;
        if (tells)
          for (const auto other : bound->rests_on)
            if (!together[other].kept) others.insert(together[other].figures.front());
        if (!others.empty()) covers.emplace(together[f].figures.front(), std::move(others));
      }
    }
    if (covers.size() == before) return hidden;
  }
  return std::nullopt;
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
      const auto told = is_told(figure, low.value, high.value);
      if (!told.any()) {
        safe[f] = 1;
        continue;
      }
      for (const auto& [tells, bound] : {std::pair(told.low, &low), std::pair(told.high, &high)}) {
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
  show_again(figures, parts, together, hidden);
  if (figures.size() <= kMostForFewest && count_hidden(figures, hidden) > 0)
    if (auto fewest = hide_fewest(figures, parts, together);
        fewest && count_hidden(figures, hidden) > 2 * count_hidden(figures, *fewest))
      return *std::move(fewest);
  return hidden;
}

}  // namespace placewright::boundaries::workforce
