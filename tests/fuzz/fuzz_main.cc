#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/fuzz/targets.h"

// libFuzzer's door: the target is named by the environment, so that one program holds all.
//
//     FUZZ_TARGET=brief fuzz CORPUS -max_total_time=60

namespace {

const placewright::fuzz::Target& chosen() {
  const char* name = std::getenv("FUZZ_TARGET");
  for (const auto& target : placewright::fuzz::targets())
    if (name != nullptr && target.name == name) return target;
  std::fputs("FUZZ_TARGET is one of:", stderr);
  for (const auto& target : placewright::fuzz::targets())
    std::fprintf(stderr, " %.*s", static_cast<int>(target.name.size()), target.name.data());
  std::fputs("\n", stderr);
  std::exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto& target = chosen();
  target.run({data, size});
  return 0;
}
