#include "tests/datasets/any_order.h"

namespace placewright::datasets {
namespace {

TEST(AnyOrderAtLength, OfTheDemosFilesGivesTheSamePlace) {
  for (const std::uint64_t demo : {1U, 2U, 3U}) {
    SCOPED_TRACE("demo of seed " + std::to_string(demo));
    expect_any_order_to_agree({90, demo}, 100 * demo, 12);
  }
}

}  // namespace
}  // namespace placewright::datasets
