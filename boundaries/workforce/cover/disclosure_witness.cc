#include "boundaries/workforce/cover/disclosure_witness.h"

#include <coin/Clp_C_Interface.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "boundaries/workforce/cover/disclosure_figures.h"
#include "geo/expect.h"

namespace placewright::boundaries::workforce {
namespace {

constexpr double kClose = 1e-6;  // WTE
constexpr double kInfinity = std::numeric_limits<double>::max();

struct FreeProgram {
  void operator()(Clp_Simplex* model) const { Clp_deleteModel(model); }
};

/// Parts under what is shown, with a free row for each target and a priced distance for each total.
class TableProgram {
 public:
  TableProgram(std::size_t parts, const std::vector<const Figure*>& shown,
               const std::vector<const Figure*>& totals, const std::vector<const Figure*>& targets)
      : parts_(parts), first_target_(shown.size() + totals.size()), model_(Clp_newModel()) {
    Clp_setLogLevel(model_.get(), 0);
    const std::size_t columns = parts + 2 * totals.size();
    std::vector<std::vector<std::pair<int, double>>> rows_of(columns);
    std::vector<double> low, high;
    const auto add_row = [&](const Figure& figure, double least, double most) {
      for (const auto part : figure.parts) rows_of[part].emplace_back(static_cast<int>(low.size()), 1);
      low.push_back(least);
      high.push_back(most);
    };
    for (const auto* figure : shown) add_row(*figure, figure->value, figure->value);
    for (std::size_t t = 0; t < totals.size(); ++t) {
      rows_of[parts + 2 * t].emplace_back(static_cast<int>(low.size()), 1);
      rows_of[parts + 2 * t + 1].emplace_back(static_cast<int>(low.size()), -1);
      add_row(*totals[t], totals[t]->value, totals[t]->value);
    }
    for (const auto* figure : targets) add_row(*figure, -kInfinity, kInfinity);
    std::vector<int> start{0}, row;
    std::vector<double> value;
    for (const auto& entries : rows_of) {
      for (const auto& [at, one] : entries) {
        row.push_back(at);
        value.push_back(one);
      }
      start.push_back(static_cast<int>(row.size()));
    }
    std::vector<double> least(columns, 0), most(columns, kInfinity), price(columns, 1);
    std::fill_n(price.begin(), parts, 0);
    row_low_ = low;
    row_high_ = high;
    Clp_loadProblem(model_.get(), static_cast<int>(columns), static_cast<int>(low.size()), start.data(),
                    row.data(), value.data(), least.data(), most.data(), price.data(), low.data(),
                    high.data());
  }

  /// The table nearest in totals with the target between these; parts empty where there is none.
  Witness find(std::size_t target, double least, double most) {
    auto low = row_low_, high = row_high_;
    low[first_target_ + target] = least;
    high[first_target_ + target] = most;
    Clp_chgRowLower(model_.get(), low.data());
    Clp_chgRowUpper(model_.get(), high.data());
    Clp_dual(model_.get(), 0);
    if (Clp_status(model_.get()) != 0) return {};
    const double* column = Clp_primalColumnSolution(model_.get());
    Witness witness{{column, column + parts_}, Clp_objectiveValue(model_.get()) < kClose};
    for (auto& wte : witness.wte) wte = std::max(0.0, wte);
    return witness;
  }

 private:
  std::size_t parts_, first_target_;
  std::vector<double> row_low_, row_high_;
  std::unique_ptr<Clp_Simplex, FreeProgram> model_;
};

double sum_of(const Figure& figure, const std::vector<double>& wte) {
  double sum = 0;
  for (const auto part : figure.parts) sum += wte[part];
  return sum;
}

}  // namespace

Witnesses find_witnesses(const Coverage& cut, std::span<const EarlierPublication> earlier,
                         const Coverage& published) {
  PLACEWRIGHT_EXPECT(!earlier.empty());
  const FigureList list(cut, earlier);
  std::vector<char> is_shown(list.figures().size(), 0);
  for (const auto& figure : published.shown)
    if (const auto at = list.find(0, cut.units, figure)) is_shown[*at] = 1;
  std::vector<const Figure*> shown, totals, targets;
  for (const auto& [key, at] : list.places()) {
    const auto publication = std::get<0>(key);
    const auto& figure = list.figures()[at];
    const bool of_unit = std::get<1>(key) == kUnit;
    if (publication == 0 ? is_shown[at] != 0 : figure.kept)
      shown.push_back(&figure);
    else if (publication == 0 || (publication < earlier.size() && figure.small))
      targets.push_back(&figure);
    if (of_unit && publication <= earlier.size()) totals.push_back(&figure);
  }
  Witnesses witnesses{list.parts(), {}};
  TableProgram program(list.parts().size(), shown, totals, targets);
  const auto is_met = [&](const Figure& figure, double least, double most) {
    const auto meets = [&](double wte) { return wte >= least - kClose && wte <= most + kClose; };
    return meets(figure.value) ||
           std::any_of(witnesses.tables.begin(), witnesses.tables.end(),
                       [&](const auto& table) { return meets(sum_of(figure, table.wte)); });
  };
  const auto need = [&](std::size_t target, double least, double most) {
    if (is_met(*targets[target], least, most)) return;
    auto witness = program.find(target, least, most);
    if (!witness.wte.empty()) witnesses.tables.push_back(std::move(witness));
  };
  for (std::size_t t = 0; t < targets.size(); ++t) {
    if (targets[t]->whole) continue;  // hidden for the sake of others alone
    need(t, 0, 0);
    if (targets[t]->value < targets[t]->room) need(t, targets[t]->room, targets[t]->room);
  }
  return witnesses;
}

}  // namespace placewright::boundaries::workforce
