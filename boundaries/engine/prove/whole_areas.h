#pragma once

#include <cstdint>
#include <vector>

namespace placewright::boundaries::engine {

/// Which whole areas a neighbourhood takes at least value, its people between low and high.
struct WholeAreas {
  struct Item {
    double value = 0, people = 0;
    std::uint32_t area = 0;
    bool must = false;  ///< is taken in any case
  };
  std::vector<Item> items;
  double low = 0, high = 0;
};

struct WholeFilling {
  bool is_exact = false;  ///< false: it took too many steps, and nothing is said
  double value = 0;       ///< infinite where no areas lie between the bounds
  std::vector<std::uint32_t> taken;
  std::uint64_t steps = 0;
};

/// Branch and bound over areas by value a person; the bound divides one area.
[[nodiscard]] WholeFilling fill_whole(WholeAreas task, std::uint64_t most_steps = 400'000);

}  // namespace placewright::boundaries::engine
