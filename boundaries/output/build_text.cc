#include "boundaries/output/build_text.h"

#include <fmt/format.h>

#include "boundaries/from_place/run_record.h"

namespace placewright::boundaries::output {

std::string build_text(std::string_view program) {
#ifdef NDEBUG
  constexpr std::string_view checks = "without assertions";
#else
  constexpr std::string_view checks = "with assertions";
#endif
  return fmt::format("{} {}\ncommit {}\ncompiler {}, {}\nbuilt with {}", program, PLACEWRIGHT_VERSION,
                     build_commit(), __VERSION__, checks, PLACEWRIGHT_LIBRARIES);
}

}  // namespace placewright::boundaries::output
