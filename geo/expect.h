#pragma once

#include <cstdio>
#include <cstdlib>

/// Stops the program when a promise of ours is broken; on in every build. Not for input: that is InputError.
#define PLACEWRIGHT_EXPECT(condition)                                                      \
  do {                                                                                     \
    if (!(condition)) [[unlikely]] {                                                       \
      std::fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                        \
    }                                                                                      \
  } while (false)
