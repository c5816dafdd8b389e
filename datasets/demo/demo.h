#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "datasets/place/place.h"

/// A town with its hinterland that does not exist, for trying things out, for tests and for benchmarks.
namespace placewright::datasets {

struct DemoOptions {
  std::size_t areas = 250;  ///< 60 to 40,000; 1,600 people an area
  std::uint64_t seed = 1;
};
/// The date inside the demo place: the same whenever it is made, so that its bytes are.
inline constexpr std::string_view kDemoMadeAt = "2026-01-01T00:00:00Z";
inline constexpr std::size_t kMinDemoAreas = 60, kMaxDemoAreas = 40000;

/// The invented place, whole: areas with shapes, adjacency, people, services, staff, roads, and the plan
/// `current`. The same options give the same Place, to the last digit. From 700 areas on it has several local
/// authorities. Cost: 250 areas in about 0.2 s. Throws InputError when areas is out of range.
[[nodiscard]] Place make_demo(const DemoOptions& options = {});

}  // namespace placewright::datasets
