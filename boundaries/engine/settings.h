#pragma once

#include <cstddef>
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
/// the command that measures it. Numbers that change no plan (tolerances, sizes of short lists) stand beside
/// the code that they serve.
struct Settings {
  Features use;

  // Efforts.
  double quick_draws =
      50e6;  ///< that an effort is worth on a map of 500 atoms, in draws of one additive criterion
  double normal_draws = 450e6;
  double thorough_draws = 4500e6;
  double least_share_of_effort = 0.02;  ///< of these draws, on the smallest map
  double atoms_of_city = 1000;          ///< up to here draws grow with the map, beyond it with the cube root

  // Annealed chains from random starts.
  double hot = 0.7, cold = 0.04;
  double cold_where_windowed = 0.08;  ///< windows finish what such a chain leaves
  double hot_from_given_plan = 0.15;
  std::uint32_t repair_rounds = 3;  ///< rounds that only bring people inside the bounds
  std::uint64_t min_block = 512;  ///< least of a block: the draws at one temperature; else one for each atom
  std::uint64_t stretch_arcs = 4096;  ///< of a map four times as large or larger, where some draws stay
                                      ///< together so that memory is near
  std::uint64_t stretch_draws = 8192;
  double penalty = 10;                 ///< of people outside, where bounds cannot be kept at once
  std::uint32_t recombine_every = 16;  ///< between two redrawn pairs; 0: none
  std::uint32_t recombine_often = 4;   ///< the same where borders count and nothing dear does
  std::uint32_t border_tries = 8;      ///< drawn until one is a border
  std::uint32_t threes_in_16 = 3;
  std::uint32_t shifts_in_16 = 1;
  std::uint32_t third_tries = 8;          ///< drawn for a third part that touches a pair
  std::uint32_t pair_tries = 16;          ///< drawn for a pair that a shift divides
  std::uint32_t resplit_rounds = 3;       ///< over all pairs of parts of few atoms
  std::uint32_t resplit_sets = 3000;      ///< connected ones looked at for a pair
  std::uint32_t resplit_atoms = 20;       ///< of both parts together, at most
  std::uint32_t chain_starts = 4;         ///< of a chain, until one gets inside the bounds
  std::uint32_t start_tries = 10;         ///< for each cut of a random start
  std::uint32_t region_start_tries = 60;  ///< for each of several regions
  double repair_hot = 0.3;
  double repair_cold = 0.01;
  std::uint64_t repair_draws_per_atom = 300;  ///< of the first round; four times as many each round
  std::uint32_t scale_draws = 4000;           ///< weighed to measure the mean change
  std::uint32_t coarse_scale_draws = 1000;

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
  std::uint32_t children_at_once = 4;  ///< between two looks at the pool: the same for any number of threads
  std::uint32_t pairing_tries = 8;     ///< drawn for one that is not busy
  double coarse_share = 0.25;          ///< of a child's draws
  double least_first_share = 0.25;     ///< of the draws for first chains
  double most_first_share = 0.5;

  // Windows of large maps, and set partitions of the pool's neighbourhoods.
  std::uint32_t windows_from = 40;  ///< neighbourhoods of a map that is bred window by window
  std::uint32_t min_window = 16, max_window = 40;
  std::uint64_t batches_per_cover = 16;
  std::uint32_t max_cover = 40;      ///< neighbourhoods
  std::size_t cover_columns = 1500;  ///< a cover chooses from
  std::uint64_t cover_pivots = 4000;
  std::uint64_t cover_nodes = 100;

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
  std::uint32_t max_counts_tried = 60;     ///< one by one
  std::uint32_t counts_near_old = 2;       ///< fewer or more than the old plan has, under a change limit
  std::uint32_t counts_inward_of_old = 3;  ///< the same where the bounds allow no plan of as many
  double draws_after_exact_look = 0.25;    ///< of those before it
  std::uint32_t region_rounds = 2;         ///< of one more or one fewer in each region
  std::uint32_t region_parts = 40;         ///< of a region that may have another number, at most
  double relaxing_draws = 0.35;            ///< on top of the budget, for leaving soft bounds
  double nearest_draws = 0.5;              ///< likewise, for coming near to soft bounds that no plan keeps

  // Exact looks, proofs and bounds.
  std::uint64_t first_exact_neighbourhoods = 100'000;  ///< legal ones listed before a search, normal effort
  std::uint64_t first_exact_pivots = 40'000;           ///< by number of neighbourhoods
  std::uint64_t first_exact_nodes = 20'000;
  std::uint64_t first_exact_integer_pivots = 300'000;
  double first_exact_quick = 0.25, first_exact_thorough = 10;  ///< of these four, at other efforts
  std::uint32_t first_exact_counts = 12;  ///< numbers of neighbourhoods, where each needs its own program
  double draws_after_proof = 0.1;         ///< of the draws, once the best plan is proved
  std::size_t exact_neighbourhoods = 150'000;  ///< legal ones that an exact look lists at most
  std::uint64_t exact_sets = 6'000'000;
  std::size_t exact_continuations =
      60'000;  ///< neighbourhoods times labels of the old plan, under a change limit
  std::uint64_t exact_pivots = 40'000;
  std::uint64_t exact_nodes = 20'000;
  std::size_t proof_neighbourhoods = 2'000'000;      ///< legal ones that a proof lists at most
  std::uint64_t proof_sets_per_neighbourhood = 100;  ///< connected ones looked at
  std::uint64_t proof_pivots = 200'000;              ///< by number of neighbourhoods
  std::uint64_t proof_nodes = 100'000;
  std::uint64_t proof_integer_pivots = 50'000'000;
  double useful_bound = 0.5;               ///< a bound below it says too little
  std::size_t first_columns_by_row = 10;   ///< the cheapest, with which column generation starts
  std::size_t columns_at_once = 500;       ///< added to the linear program
  std::size_t columns_at_once_by_row = 2;  ///< and so many more
  std::uint32_t cut_rounds = 60;           ///< of subset-row cuts
  std::size_t cuts_at_once = 80;
  double least_use_of_cut = 1.02;      ///< that the fractional answer counts in a cut worth adding
  std::size_t first_candidates = 500;  ///< of least reduced cost, with which the integer program starts
  std::size_t first_candidates_by_row = 5;
  std::uint64_t access_work = 3'500'000'000;             ///< looked at for a bound on access
  std::uint64_t access_work_for_normal = 1'000'000'000;  ///< below it a plan too is searched for but quickly
  double access_gap = 0.001;                             ///< nodes with a bound that near are not divided
  std::uint32_t access_rounds = 4000;                    ///< of the subgradient search at the root
  std::uint32_t access_node_part =
      20;  ///< of these rounds, one at each further node: more nodes do better than longer searches
  std::uint32_t access_cut_rounds = 6;
  std::uint32_t access_whole_rounds = 4;
  double access_whole_worth = 1e-5;  ///< a service that gains that much by whole areas takes only these
  std::size_t access_plans = 4;      ///< made of what the relaxation leans to
  double access_decided = 0.05;      ///< nearer to none or all than this, a service is decided
  std::uint32_t access_long_search = 1000;  ///< rounds; a shorter one begins at prices that are nearly right
  double access_step = 1.5, access_short_step = 0.5;  ///< at first, in steps of Polyak
  double access_step_shrinks = 0.7, access_least_step = 0.002;
  std::uint32_t access_patience = 30, access_short_patience = 12;  ///< rounds without gain before it shrinks
  double access_goal = 1.05;                                       ///< of the bound, where no plan is known
  std::uint32_t access_mean_rounds = 60;                           ///< least, whose mean says what is served
  double access_cut_use = 0.1;                                     ///< of a group, below which it is not cut
  double access_cut_share = 0.03, access_cut_share_of_use = 0.5;   ///< of an area that counts as served
  double access_cut_least = 0.05;                                  ///< by which a cut must be broken
  std::uint64_t access_whole_steps = 400'000;                      ///< of a knapsack of whole areas

  // How much dearer a draw is for a criterion; one of a single additive criterion is 1.
  double draw_of_borders = 0.5, draw_of_people = 0.5;
  double draw_of_access = 0.8, draw_of_site = 0.005;       ///< of each kind, and of each of its sites
  double draw_of_far_access = 2, draw_of_far_site = 0.05;  ///< likewise, sites listed an atom
  double draw_of_share = 0.12;                             ///< of each holder that an atom has

  // Frontiers, alternatives.
  std::uint32_t frontier_anchors = 5;   ///< searches from nothing
  std::uint32_t frontier_sweeps = 2;    ///< over all mixes of weights
  std::uint32_t frontier_parents = 30;  ///< plans bred from for a mix
  std::uint32_t frontier_plans = 8;     ///< returned for each that was asked for, at most
  double frontier_share_of_anchor = 3;  ///< of the time, where breeding for one mix is 1
  double alternative_draws = 0.25;      ///< of the first search's: those after it look at one number only

  // Better than a given plan.
  double better_quick = 300, better_normal = 1000, better_thorough = 4000;  ///< proposals an area
  std::uint32_t better_least_areas = 300;  ///< a smaller place is searched as one of so many
  std::uint32_t better_epochs = 400;       ///< prices and temperature change so often
  double better_quench = 0.2;              ///< of the epochs: only downhill, only legal
  double better_price = 0.5;               ///< of a loss above its limit, at first
  double better_dearer = 1.2, better_cheaper = 0.97, better_least_price = 0.02, better_most_price = 200;
  double better_warm = 0.5, better_cold = 0.01;  ///< temperature in mean changes of a proposal
  std::uint32_t better_at_once = 16;             ///< areas that one proposal moves, at most
};

/// What a setting is counted in, within which limits it makes sense, and which command shows what it earns.
struct SettingFacts {
  const char* name;
  const char* unit;
  double min, max;
  const char* measured_by;
};

namespace setting_commands {
inline constexpr const char* kValues = "bench values INSTANCE COUNT SECONDS SEEDS";
inline constexpr const char* kCounts = "bench values INSTANCE 0 SECONDS SEEDS";
inline constexpr const char* kFrontier = "placewright draw PLACE --frontier NAMES --settings FILE";
inline constexpr const char* kBetter = "placewright draw PLACE --better-than PLAN --settings FILE";
inline constexpr const char* kProofs = "bench proof INSTANCE COUNT [DEPRIVATION COMPACTNESS]";
}  // namespace setting_commands

/// Efforts and annealed chains; see for_each_setting.
template <class AnySettings, class Visit>
void for_each_setting_of_chains(AnySettings& settings, const Visit& visit) {
  using namespace setting_commands;
  visit(SettingFacts{"quick_draws", "draws", 1000, 1e13, kValues}, settings.quick_draws);
  visit(SettingFacts{"normal_draws", "draws", 1000, 1e13, kValues}, settings.normal_draws);
  visit(SettingFacts{"thorough_draws", "draws", 1000, 1e13, kValues}, settings.thorough_draws);
  visit(SettingFacts{"least_share_of_effort", "share", 0, 1, kValues}, settings.least_share_of_effort);
  visit(SettingFacts{"atoms_of_city", "atoms", 1, 1e7, kValues}, settings.atoms_of_city);
  visit(SettingFacts{"hot", "mean change", 0, 10, kValues}, settings.hot);
  visit(SettingFacts{"cold", "mean change", 0, 10, kValues}, settings.cold);
  visit(SettingFacts{"cold_where_windowed", "mean change", 0, 10, kValues}, settings.cold_where_windowed);
  visit(SettingFacts{"hot_from_given_plan", "mean change", 0, 10, kValues}, settings.hot_from_given_plan);
  visit(SettingFacts{"repair_rounds", "rounds", 0, 20, kValues}, settings.repair_rounds);
  visit(SettingFacts{"min_block", "draws", 1, 1e6, kValues}, settings.min_block);
  visit(SettingFacts{"stretch_arcs", "arcs", 64, 1e6, kValues}, settings.stretch_arcs);
  visit(SettingFacts{"stretch_draws", "draws", 64, 1e8, kValues}, settings.stretch_draws);
  visit(SettingFacts{"penalty", "mean changes per person", 0, 1e6, kValues}, settings.penalty);
  visit(SettingFacts{"recombine_every", "blocks", 0, 1e6, kValues}, settings.recombine_every);
  visit(SettingFacts{"recombine_often", "blocks", 0, 1e6, kValues}, settings.recombine_often);
  visit(SettingFacts{"border_tries", "arcs", 1, 1000, kValues}, settings.border_tries);
  visit(SettingFacts{"threes_in_16", "of 16 redrawings", 0, 8, kValues}, settings.threes_in_16);
  visit(SettingFacts{"shifts_in_16", "of 16 redrawings", 0, 8, kValues}, settings.shifts_in_16);
  visit(SettingFacts{"third_tries", "arcs", 1, 1000, kValues}, settings.third_tries);
  visit(SettingFacts{"pair_tries", "arcs", 1, 1000, kValues}, settings.pair_tries);
  visit(SettingFacts{"resplit_rounds", "rounds", 0, 1000, kValues}, settings.resplit_rounds);
  visit(SettingFacts{"resplit_sets", "sets", 1, 1e9, kValues}, settings.resplit_sets);
  visit(SettingFacts{"resplit_atoms", "atoms", 2, 31, kValues}, settings.resplit_atoms);
  visit(SettingFacts{"chain_starts", "starts", 1, 1000, kValues}, settings.chain_starts);
  visit(SettingFacts{"start_tries", "trees", 1, 10000, kValues}, settings.start_tries);
  visit(SettingFacts{"region_start_tries", "starts", 1, 10000, kValues}, settings.region_start_tries);
  visit(SettingFacts{"repair_hot", "people of a mean atom", 1e-06, 100, kValues}, settings.repair_hot);
  visit(SettingFacts{"repair_cold", "people of a mean atom", 1e-06, 100, kValues}, settings.repair_cold);
  visit(SettingFacts{"repair_draws_per_atom", "draws per atom", 1, 1e6, kValues},
        settings.repair_draws_per_atom);
  visit(SettingFacts{"scale_draws", "moves", 1, 1e7, kValues}, settings.scale_draws);
  visit(SettingFacts{"coarse_scale_draws", "moves", 1, 1e7, kValues}, settings.coarse_scale_draws);
}

/// The pool, children, windows and covers; see for_each_setting.
template <class AnySettings, class Visit>
void for_each_setting_of_breeding(AnySettings& settings, const Visit& visit) {
  using namespace setting_commands;
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
  visit(SettingFacts{"children_at_once", "children", 1, 1000, kValues}, settings.children_at_once);
  visit(SettingFacts{"pairing_tries", "plans", 1, 1000, kValues}, settings.pairing_tries);
  visit(SettingFacts{"coarse_share", "share", 0, 1, kValues}, settings.coarse_share);
  visit(SettingFacts{"least_first_share", "share", 0, 1, kValues}, settings.least_first_share);
  visit(SettingFacts{"most_first_share", "share", 0, 1, kValues}, settings.most_first_share);
  visit(SettingFacts{"windows_from", "neighbourhoods", 32, 1e6, kValues}, settings.windows_from);
  visit(SettingFacts{"min_window", "neighbourhoods", 2, 1000, kValues}, settings.min_window);
  visit(SettingFacts{"max_window", "neighbourhoods", 2, 1000, kValues}, settings.max_window);
  visit(SettingFacts{"batches_per_cover", "batches of children", 1, 1e6, kValues},
        settings.batches_per_cover);
  visit(SettingFacts{"max_cover", "neighbourhoods", 2, 1000, kValues}, settings.max_cover);
  visit(SettingFacts{"cover_columns", "neighbourhoods", 10, 1e6, kValues}, settings.cover_columns);
  visit(SettingFacts{"cover_pivots", "pivots", 1, 1e9, kValues}, settings.cover_pivots);
  visit(SettingFacts{"cover_nodes", "nodes", 1, 1e9, kValues}, settings.cover_nodes);
}

/// Numbers of neighbourhoods, by region and altogether; see for_each_setting.
template <class AnySettings, class Visit>
void for_each_setting_of_counts(AnySettings& settings, const Visit& visit) {
  using namespace setting_commands;
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
  visit(SettingFacts{"max_counts_tried", "numbers of neighbourhoods", 1, 10000, kCounts},
        settings.max_counts_tried);
  visit(SettingFacts{"counts_near_old", "numbers of neighbourhoods", 0, 1000, kCounts},
        settings.counts_near_old);
  visit(SettingFacts{"counts_inward_of_old", "numbers of neighbourhoods", 0, 1000, kCounts},
        settings.counts_inward_of_old);
  visit(SettingFacts{"draws_after_exact_look", "share", 0, 10, kCounts}, settings.draws_after_exact_look);
  visit(SettingFacts{"region_rounds", "rounds", 1, 100, kCounts}, settings.region_rounds);
  visit(SettingFacts{"region_parts", "neighbourhoods", 1, 1e6, kCounts}, settings.region_parts);
  visit(SettingFacts{"relaxing_draws", "share", 0, 10, kValues}, settings.relaxing_draws);
  visit(SettingFacts{"nearest_draws", "share", 0, 10, kValues}, settings.nearest_draws);
}

/// Exact looks, proofs and bounds; see for_each_setting.
template <class AnySettings, class Visit>
void for_each_setting_of_proofs(AnySettings& settings, const Visit& visit) {
  using namespace setting_commands;
  visit(SettingFacts{"first_exact_neighbourhoods", "neighbourhoods", 0, 1e8, kProofs},
        settings.first_exact_neighbourhoods);
  visit(SettingFacts{"first_exact_pivots", "pivots", 1, 1e10, kProofs}, settings.first_exact_pivots);
  visit(SettingFacts{"first_exact_nodes", "nodes", 1, 1e10, kProofs}, settings.first_exact_nodes);
  visit(SettingFacts{"first_exact_integer_pivots", "pivots", 1, 1e12, kProofs},
        settings.first_exact_integer_pivots);
  visit(SettingFacts{"first_exact_quick", "share", 0, 1, kProofs}, settings.first_exact_quick);
  visit(SettingFacts{"first_exact_thorough", "share", 1, 1000, kProofs}, settings.first_exact_thorough);
  visit(SettingFacts{"first_exact_counts", "numbers of neighbourhoods", 0, 10000, kProofs},
        settings.first_exact_counts);
  visit(SettingFacts{"draws_after_proof", "share", 0.001, 1, kProofs}, settings.draws_after_proof);
  visit(SettingFacts{"exact_neighbourhoods", "neighbourhoods", 1, 1e8, kProofs},
        settings.exact_neighbourhoods);
  visit(SettingFacts{"exact_sets", "sets", 1, 1e11, kProofs}, settings.exact_sets);
  visit(SettingFacts{"exact_continuations", "columns", 1, 1e8, kProofs}, settings.exact_continuations);
  visit(SettingFacts{"exact_pivots", "pivots", 1, 1e10, kProofs}, settings.exact_pivots);
  visit(SettingFacts{"exact_nodes", "nodes", 1, 1e10, kProofs}, settings.exact_nodes);
  visit(SettingFacts{"proof_neighbourhoods", "neighbourhoods", 1, 1e8, kProofs},
        settings.proof_neighbourhoods);
  visit(SettingFacts{"proof_sets_per_neighbourhood", "sets per neighbourhood", 1, 1e6, kProofs},
        settings.proof_sets_per_neighbourhood);
  visit(SettingFacts{"proof_pivots", "pivots", 1, 1e10, kProofs}, settings.proof_pivots);
  visit(SettingFacts{"proof_nodes", "nodes", 1, 1e10, kProofs}, settings.proof_nodes);
  visit(SettingFacts{"proof_integer_pivots", "pivots", 1, 1e12, kProofs}, settings.proof_integer_pivots);
  visit(SettingFacts{"useful_bound", "share of the total", 0, 1, kProofs}, settings.useful_bound);
  visit(SettingFacts{"first_columns_by_row", "columns per row", 1, 10000, kProofs},
        settings.first_columns_by_row);
  visit(SettingFacts{"columns_at_once", "columns", 1, 1e6, kProofs}, settings.columns_at_once);
  visit(SettingFacts{"columns_at_once_by_row", "columns per row", 0, 1000, kProofs},
        settings.columns_at_once_by_row);
  visit(SettingFacts{"cut_rounds", "rounds", 0, 10000, kProofs}, settings.cut_rounds);
  visit(SettingFacts{"cuts_at_once", "cuts", 1, 10000, kProofs}, settings.cuts_at_once);
  visit(SettingFacts{"least_use_of_cut", "columns", 1, 2, kProofs}, settings.least_use_of_cut);
  visit(SettingFacts{"first_candidates", "columns", 1, 1e6, kProofs}, settings.first_candidates);
  visit(SettingFacts{"first_candidates_by_row", "columns per row", 0, 1000, kProofs},
        settings.first_candidates_by_row);
  visit(SettingFacts{"access_work", "pairs of service and area", 1, 1e13, kProofs}, settings.access_work);
  visit(SettingFacts{"access_work_for_normal", "pairs of service and area", 0, 1e13, kProofs},
        settings.access_work_for_normal);
  visit(SettingFacts{"access_gap", "share of the minutes", 0, 1, kProofs}, settings.access_gap);
  visit(SettingFacts{"access_rounds", "rounds", 1, 1e7, kProofs}, settings.access_rounds);
  visit(SettingFacts{"access_node_part", "parts", 1, 10000, kProofs}, settings.access_node_part);
  visit(SettingFacts{"access_cut_rounds", "rounds", 0, 1000, kProofs}, settings.access_cut_rounds);
  visit(SettingFacts{"access_whole_rounds", "rounds", 0, 1000, kProofs}, settings.access_whole_rounds);
  visit(SettingFacts{"access_whole_worth", "share of the minutes", 0, 1, kProofs},
        settings.access_whole_worth);
  visit(SettingFacts{"access_plans", "plans", 0, 1000, kProofs}, settings.access_plans);
  visit(SettingFacts{"access_decided", "share", 0, 0.5, kProofs}, settings.access_decided);
  visit(SettingFacts{"access_long_search", "rounds", 1, 1e7, kProofs}, settings.access_long_search);
  visit(SettingFacts{"access_step", "Polyak steps", 0.001, 2, kProofs}, settings.access_step);
  visit(SettingFacts{"access_short_step", "Polyak steps", 0.001, 2, kProofs}, settings.access_short_step);
  visit(SettingFacts{"access_step_shrinks", "share", 0.01, 0.999, kProofs}, settings.access_step_shrinks);
  visit(SettingFacts{"access_least_step", "Polyak steps", 1e-9, 1, kProofs}, settings.access_least_step);
  visit(SettingFacts{"access_patience", "rounds", 1, 100000, kProofs}, settings.access_patience);
  visit(SettingFacts{"access_short_patience", "rounds", 1, 100000, kProofs}, settings.access_short_patience);
  visit(SettingFacts{"access_goal", "bounds", 1, 100, kProofs}, settings.access_goal);
  visit(SettingFacts{"access_mean_rounds", "rounds", 1, 1e6, kProofs}, settings.access_mean_rounds);
  visit(SettingFacts{"access_cut_use", "share", 0, 1, kProofs}, settings.access_cut_use);
  visit(SettingFacts{"access_cut_share", "share", 1e-6, 1, kProofs}, settings.access_cut_share);
  visit(SettingFacts{"access_cut_share_of_use", "share", 1e-6, 1, kProofs}, settings.access_cut_share_of_use);
  visit(SettingFacts{"access_cut_least", "share", 1e-6, 1, kProofs}, settings.access_cut_least);
  visit(SettingFacts{"access_whole_steps", "steps", 1, 1e10, kProofs}, settings.access_whole_steps);
}

/// What a draw costs, frontiers, alternatives and better plans; see for_each_setting.
template <class AnySettings, class Visit>
void for_each_setting_of_answers(AnySettings& settings, const Visit& visit) {
  using namespace setting_commands;
  visit(SettingFacts{"draw_of_borders", "draws", 0, 1000, kValues}, settings.draw_of_borders);
  visit(SettingFacts{"draw_of_people", "draws", 0, 1000, kValues}, settings.draw_of_people);
  visit(SettingFacts{"draw_of_access", "draws a kind", 0, 1000, kValues}, settings.draw_of_access);
  visit(SettingFacts{"draw_of_site", "draws a site", 0, 1000, kValues}, settings.draw_of_site);
  visit(SettingFacts{"draw_of_far_access", "draws a kind", 0, 1000, kValues}, settings.draw_of_far_access);
  visit(SettingFacts{"draw_of_far_site", "draws a site", 0, 1000, kValues}, settings.draw_of_far_site);
  visit(SettingFacts{"draw_of_share", "draws a holder", 0, 1000, kValues}, settings.draw_of_share);
  visit(SettingFacts{"frontier_anchors", "searches", 2, 1000, kFrontier}, settings.frontier_anchors);
  visit(SettingFacts{"frontier_sweeps", "sweeps", 0, 1000, kFrontier}, settings.frontier_sweeps);
  visit(SettingFacts{"frontier_parents", "plans", 1, 10000, kFrontier}, settings.frontier_parents);
  visit(SettingFacts{"frontier_plans", "plans", 1, 10000, kFrontier}, settings.frontier_plans);
  visit(SettingFacts{"frontier_share_of_anchor", "shares", 0.01, 1000, kFrontier},
        settings.frontier_share_of_anchor);
  visit(SettingFacts{"alternative_draws", "share", 0.001, 10, kFrontier}, settings.alternative_draws);
  visit(SettingFacts{"better_quick", "proposals an area", 1, 1e9, kBetter}, settings.better_quick);
  visit(SettingFacts{"better_normal", "proposals an area", 1, 1e9, kBetter}, settings.better_normal);
  visit(SettingFacts{"better_thorough", "proposals an area", 1, 1e9, kBetter}, settings.better_thorough);
  visit(SettingFacts{"better_least_areas", "areas", 1, 1e7, kBetter}, settings.better_least_areas);
  visit(SettingFacts{"better_epochs", "epochs", 2, 1e6, kBetter}, settings.better_epochs);
  visit(SettingFacts{"better_quench", "share", 0.001, 0.999, kBetter}, settings.better_quench);
  visit(SettingFacts{"better_price", "weights", 0, 1e6, kBetter}, settings.better_price);
  visit(SettingFacts{"better_dearer", "times", 1, 100, kBetter}, settings.better_dearer);
  visit(SettingFacts{"better_cheaper", "times", 0.01, 1, kBetter}, settings.better_cheaper);
  visit(SettingFacts{"better_least_price", "weights", 0, 1e6, kBetter}, settings.better_least_price);
  visit(SettingFacts{"better_most_price", "weights", 0, 1e9, kBetter}, settings.better_most_price);
  visit(SettingFacts{"better_warm", "mean change", 0, 100, kBetter}, settings.better_warm);
  visit(SettingFacts{"better_cold", "mean change", 1e-9, 100, kBetter}, settings.better_cold);
  visit(SettingFacts{"better_at_once", "areas", 1, 10000, kBetter}, settings.better_at_once);
}

/// visit(SettingFacts, number&) for every number of the settings, in a fixed order; `settings` may be const.
template <class AnySettings, class Visit>
void for_each_setting(AnySettings& settings, const Visit& visit) {
  for_each_setting_of_chains(settings, visit);
  for_each_setting_of_breeding(settings, visit);
  for_each_setting_of_counts(settings, visit);
  for_each_setting_of_proofs(settings, visit);
  for_each_setting_of_answers(settings, visit);
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
