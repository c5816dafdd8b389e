# Headers that most files of a program take, read once for all of them: a build from nothing costs a quarter less. Each file
# still includes what it uses: the check with clang++ leaves the precompiled headers out and sees a missing one. Libraries go
# without: g++ 12 forgets there that a header is the system's, and reports false overflows in it.
option(PLACEWRIGHT_PRECOMPILE "Read common headers once for each program" ON)

function(placewright_precompile target)
  if(PLACEWRIGHT_PRECOMPILE AND TARGET ${target})
    target_precompile_headers(${target} PRIVATE <algorithm> <cmath> <cstdint> <functional> <map> <memory> <optional> <set>
      <string> <string_view> <utility> <vector> <fmt/format.h> <nlohmann/json.hpp> ${ARGN})
  endif()
endfunction()

placewright_precompile(placewright <CLI/CLI.hpp>)
foreach(folder geo datasets boundaries engine output workforce cli viewer)
  placewright_precompile(test_${folder} <gtest/gtest.h>)
endforeach()
