#pragma once

#include <cstdint>

/// How hard the engine works, and with which means and numbers. A value: the same settings, seed and effort
/// give the same plan.
namespace placewright::boundaries {

enum class Effort { quick, normal, thorough };

/// Moves and stages that the search may use. All of them, unless it is measured what one earns (`bench
/// earnings`).
struct Features {
  bool chunk = true, swap = true, eject = true;                       ///< moves of a few areas
  bool recombine = true, three = true, shift = true, resplit = true;  ///< neighbourhoods redrawn
  bool breeding = true, windows = true, cover = true;
};

/// Every tuning number of the search. "Draw": one proposed step of a chain. Temperatures are shares of the
/// mean absolute change of the total at a random start. for_each_setting gives each its unit, its range and
/// the command that measures it.
struct Settings {
  Features use;

  // Annealed chains from random starts.
  double hot = 0.7, cold = 0.04;
  double cold_where_windowed = 0.08;  ///< windows finish what such a chain leaves
  double hot_from_given_plan = 0.15;
  std::uint32_t repair_rounds = 3;  ///< rounds that only bring people inside the bounds

  // The pool of plans.
  double draws_per_atom_for_one_plan =
      4600;  ///< the pool holds one plan for each so many; half as many where borders count
  double max_plans = 250;
  double share_of_plans_where_windowed = 0.4, share_of_plans_for_one_criterion = 0.2;
  std::uint32_t max_plans_where_windowed = 60;
  double min_draws_per_atom_for_two_plans = 4000;  ///< below this a windowed search keeps a single plan
  /// Draws per atom at which first chains have half of all; half as many where borders count. Of more draws
  /// they have as many, down to a quarter.
  double draws_per_atom_of_half_first = 5e4;

  // Children of two plans.
  double child_draws = 0.35;       ///< of those of a first chain: most of a child's plan is settled
  double short_child_draws = 0.1;  ///< the least, where borders count and many plans are in the pool
  double plans_for_short_children = 20;
  double min_child_draws_per_atom = 20;
  double coarse_hot = 0.5, coarse_cold = 0.02;  ///< on the overlay of two plans
  double fine_hot = 0.08, fine_cold = 0.04;     ///< on the areas after it
  double selection_pressure = 5;  ///< how much more the best plans are taken at the end than at the beginning
  double selection_pressure_of_whole = 1;  ///< the same where the whole map is crossed

  // Windows of large maps, and set partitions of the pool's neighbourhoods.
  std::uint32_t windows_from = 40;  ///< neighbourhoods of a map that is bred window by window
  std::uint32_t min_window = 16, max_window = 40;
  std::uint64_t batches_per_cover = 16;
  std::uint32_t max_cover = 40;  ///< neighbourhoods

  // Numbers of neighbourhoods.
  /// Of more numbers than are tried one by one so many are looked at: some at even steps, then so many at
  /// each step towards the best. Fewer where each would have fewer draws.
  std::uint32_t min_looks = 4, max_looks = 24, min_spread_looks = 3, looks_around = 4;
  double min_draws_per_atom_of_look = 600;
  std::uint32_t looks_for_second_ones = 12;  ///< with fewer looks all that is left goes to the best number
  double max_draws_with_looks = 1.4;         ///< of the budget, in all
  double first_look = 0.3,
         second_look = 0.2;  ///< shares of the draws: at every number, and at the best of them
  std::uint32_t looked_at_twice = 4;
  double close = 0.02;  ///< of the best total: a second number this close shares the rest
  double region_draws = 0.6,
         polish_draws = 0.2;  ///< for other numbers region by region, and after it; on top of the budget
};

/// What a setting is counted in, within which limits it makes sense, and which command shows what it earns.
struct SettingFacts {
  const char* name;
  const char* unit;
  double min, max;
  const char* measured_by;
};

/// visit(SettingFacts, number&) for every number of the settings, in a fixed order; `settings` may be const.
template <class AnySettings, class Visit>
void for_each_setting(AnySettings& settings, const Visit& visit) {
  constexpr const char* kValues = "bench values INSTANCE COUNT SECONDS SEEDS";
  constexpr const char* kCounts = "bench values INSTANCE 0 SECONDS SEEDS";
  visit(SettingFacts{"hot", "mean change", 0, 10, kValues}, settings.hot);
  visit(SettingFacts{"cold", "mean change", 0, 10, kValues}, settings.cold);
  visit(SettingFacts{"cold_where_windowed", "mean change", 0, 10, kValues}, settings.cold_where_windowed);
  visit(SettingFacts{"hot_from_given_plan", "mean change", 0, 10, kValues}, settings.hot_from_given_plan);
  visit(SettingFacts{"repair_rounds", "rounds", 0, 20, kValues}, settings.repair_rounds);
  visit(SettingFacts{"draws_per_atom_for_one_plan", "draws per atom", 1, 1e9, kValues},
        settings.draws_per_atom_for_one_plan);
  visit(SettingFacts{"max_plans", "plans", 1, 10000, kValues}, settings.max_plans);
  visit(SettingFacts{"share_of_plans_where_windowed", "share", 0, 1, kValues},
        settings.share_of_plans_where_windowed);
  visit(SettingFacts{"share_of_plans_for_one_criterion", "share", 0, 1, kValues},
        settings.share_of_plans_for_one_criterion);
  visit(SettingFacts{"max_plans_where_windowed", "plans", 2, 10000, kValues},
        settings.max_plans_where_windowed);
  visit(SettingFacts{"min_draws_per_atom_for_two_plans", "draws per atom", 0, 1e9, kValues},
        settings.min_draws_per_atom_for_two_plans);
  visit(SettingFacts{"draws_per_atom_of_half_first", "draws per atom", 1, 1e9, kValues},
        settings.draws_per_atom_of_half_first);
  visit(SettingFacts{"child_draws", "share", 0, 1, kValues}, settings.child_draws);
  visit(SettingFacts{"short_child_draws", "share", 0, 1, kValues}, settings.short_child_draws);
  visit(SettingFacts{"plans_for_short_children", "plans", 1, 10000, kValues},
        settings.plans_for_short_children);
  visit(SettingFacts{"min_child_draws_per_atom", "draws per atom", 1, 1e6, kValues},
        settings.min_child_draws_per_atom);
  visit(SettingFacts{"coarse_hot", "mean change", 0, 10, kValues}, settings.coarse_hot);
  visit(SettingFacts{"coarse_cold", "mean change", 0, 10, kValues}, settings.coarse_cold);
  visit(SettingFacts{"fine_hot", "mean change", 0, 10, kValues}, settings.fine_hot);
  visit(SettingFacts{"fine_cold", "mean change", 0, 10, kValues}, settings.fine_cold);
  visit(SettingFacts{"selection_pressure", "power", 0, 100, kValues}, settings.selection_pressure);
  visit(SettingFacts{"selection_pressure_of_whole", "power", 0, 100, kValues},
        settings.selection_pressure_of_whole);
  visit(SettingFacts{"windows_from", "neighbourhoods", 32, 1e6, kValues}, settings.windows_from);
  visit(SettingFacts{"min_window", "neighbourhoods", 2, 1000, kValues}, settings.min_window);
  visit(SettingFacts{"max_window", "neighbourhoods", 2, 1000, kValues}, settings.max_window);
  visit(SettingFacts{"batches_per_cover", "batches of children", 1, 1e6, kValues},
        settings.batches_per_cover);
  visit(SettingFacts{"max_cover", "neighbourhoods", 2, 1000, kValues}, settings.max_cover);
  visit(SettingFacts{"min_looks", "numbers of neighbourhoods", 2, 1000, kCounts}, settings.min_looks);
  visit(SettingFacts{"max_looks", "numbers of neighbourhoods", 2, 1000, kCounts}, settings.max_looks);
  visit(SettingFacts{"looks_around", "numbers of neighbourhoods", 1, 1000, kCounts}, settings.looks_around);
  visit(SettingFacts{"min_spread_looks", "numbers of neighbourhoods", 2, 1000, kCounts},
        settings.min_spread_looks);
  visit(SettingFacts{"looks_for_second_ones", "numbers of neighbourhoods", 1, 1000, kCounts},
        settings.looks_for_second_ones);
  visit(SettingFacts{"max_draws_with_looks", "share", 1, 10, kCounts}, settings.max_draws_with_looks);
  visit(SettingFacts{"min_draws_per_atom_of_look", "draws per atom", 1, 1e6, kCounts},
        settings.min_draws_per_atom_of_look);
  visit(SettingFacts{"first_look", "share", 0.01, 0.9, kCounts}, settings.first_look);
  visit(SettingFacts{"second_look", "share", 0, 0.9, kCounts}, settings.second_look);
  visit(SettingFacts{"looked_at_twice", "numbers of neighbourhoods", 1, 1000, kCounts},
        settings.looked_at_twice);
  visit(SettingFacts{"close", "share of the total", 0, 1, kCounts}, settings.close);
  visit(SettingFacts{"region_draws", "share", 0, 10, kCounts}, settings.region_draws);
  visit(SettingFacts{"polish_draws", "share", 0, 10, kCounts}, settings.polish_draws);
}

/// visit(name, bool&) for every feature.
template <class AnyFeatures, class Visit>
void for_each_feature(AnyFeatures& use, const Visit& visit) {
  visit("chunk", use.chunk);
  visit("swap", use.swap);
  visit("eject", use.eject);
  visit("recombine", use.recombine);
  visit("three", use.three);
  visit("shift", use.shift);
  visit("resplit", use.resplit);
  visit("breeding", use.breeding);
  visit("windows", use.windows);
  visit("cover", use.cover);
}

}  // namespace placewright::boundaries
