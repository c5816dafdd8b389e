#include <gtest/gtest.h>

#include "boundaries/question/styles.h"
#include "on_screen.h"

namespace placewright::viewer {
namespace {

class StyleList : public OverDemo {};

TEST_F(StyleList, AChosenStyleBecomesTheWeightsOfThePlan) {
  ASSERT_EQ(
      script(
          "click side.brief\nframes 2\nclick brief.style\nframes 2\nclick brief.style:need\nframes 2\nclick "
          "brief.use\nframes 2\n"),
      0);
  const auto& brief = session().brief();
  const auto* const need = boundaries::find_style("need");
  EXPECT_EQ(brief.style, "need");
  EXPECT_EQ(brief.weights.of, need->weights);
  EXPECT_EQ(brief.weights.alignment.at("ward"), need->ward) << "the demo has wards";
  ASSERT_EQ(script("key ctrl+z\nframes 2\n"), 0);
  EXPECT_EQ(session().brief().style, "") << "using it is a step that undo takes back";
}

}  // namespace
}  // namespace placewright::viewer
