#include "tests/fuzz/targets.h"

#include <array>

namespace placewright::fuzz {

std::span<const Target> targets() {
  static constexpr std::array all{
      Target{"any_file", read_any_file},
      Target{"blob", read_blob},
      Target{"brief", read_brief},
      Target{"candidates", read_candidates},
      Target{"cells", read_cells},
      Target{"csv", read_csv},
      Target{"definition", read_definition},
      Target{"engine_settings", read_engine_settings},
      Target{"layout", import_layout},
      Target{"matrix", read_matrix},
      Target{"near_shapes", take_near_shapes},
      Target{"place", read_place},
      Target{"recipe", read_recipe},
      Target{"scenario", read_scenario},
      Target{"shapes", take_shapes},
  };
  return all;
}

}  // namespace placewright::fuzz
