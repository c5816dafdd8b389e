#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "demo_session.h"
#include "viewer/map/colouring.h"
#include "viewer/map/theme.h"
#include "viewer/session/session.h"

namespace placewright::viewer {
namespace {

TEST(Themes, EveryTextMeetsAAOnItsBackground) {
  for (const auto kind : {ThemeKind::light, ThemeKind::dark, ThemeKind::contrast}) {
    SCOPED_TRACE(static_cast<int>(kind));
    const auto theme = theme_of(kind);
    for (const auto text : {theme.text, theme.text_quiet, theme.warn, theme.bad, theme.good, theme.accent})
      for (const auto ground : {theme.panel, theme.window})
        EXPECT_GE(contrast(text, ground), 4.5) << std::hex << text << " on " << ground;
    EXPECT_GE(contrast(theme.text, theme.control), 4.5);
    EXPECT_GE(contrast(theme.accent_text, theme.accent), 4.5);
    EXPECT_GE(contrast(theme.panel, theme.bad), 4.5);  // messages
    EXPECT_GE(contrast(theme.panel, theme.text), 4.5);
    EXPECT_GE(contrast(theme.control_line, theme.panel), 3);  // edges of controls
    for (const auto fill : neighbourhood_fills(kind))
      EXPECT_GE(contrast(theme.text, fill), 4.5) << std::hex << fill;
  }
}

TEST(Themes, LabelsMeetAAOnEveryColourOfEveryPalette) {
  for (const auto kind : {ThemeKind::light, ThemeKind::dark, ThemeKind::contrast}) {
    const auto theme = theme_of(kind);
    std::vector<Rgba> fills{theme.paper, theme.context, theme.missing};
    for (const auto* palette : {&neighbourhood_fills(kind), &need_fills(kind), &diverging_fills(kind),
                                &bivariate_fills(kind), &gap_fills(kind), &footprint_fills(kind)})
      fills.insert(fills.end(), palette->begin(), palette->end());
    for (const auto sight : {Sight::normal, Sight::deuteranopia, Sight::protanopia, Sight::tritanopia})
      for (const auto fill : fills) {
        SCOPED_TRACE(testing::Message() << "theme " << static_cast<int>(kind) << ", sight "
                                        << static_cast<int>(sight) << ", fill " << std::hex << fill);
        // Letters stand on their halo, which lets a little of the fill through.
        EXPECT_GE(contrast(theme.text, laid_over(seen_by(fill, sight), theme.label_halo)), 4.5);
      }
  }
}

TEST(Themes, MuchStandsOutFromTheGroundInEveryTheme) {
  for (const auto kind : {ThemeKind::light, ThemeKind::dark, ThemeKind::contrast}) {
    SCOPED_TRACE(static_cast<int>(kind));
    const auto ground = theme_of(kind).paper;
    const auto& much = need_fills(kind);
    for (std::size_t step = 1; step < much.size(); ++step) {
      EXPECT_GT(contrast(much[step], ground), contrast(much[step - 1], ground)) << step;
      EXPECT_GE(contrast(much[step], much[step - 1]), 1.25)
          << step;  // touching classes are told apart by lightness alone
    }
    EXPECT_GE(contrast(much.back(), ground), 7);
    const auto& off = diverging_fills(kind);
    for (const std::size_t end : {std::size_t{0}, std::size_t{4}})
      EXPECT_GT(contrast(off[end], ground), contrast(off[2], ground));
    EXPECT_GT(contrast(bivariate_fills(kind)[8], ground), contrast(bivariate_fills(kind)[0], ground));
  }
}

TEST(Themes, TheGapStandsOutTheFartherItIsFromTheShareAndItsSidesAreToldApartByAnyEye) {
  for (const auto kind : {ThemeKind::light, ThemeKind::dark, ThemeKind::contrast}) {
    SCOPED_TRACE(static_cast<int>(kind));
    const auto ground = theme_of(kind).paper;
    const auto& fills = gap_fills(kind);
    ASSERT_EQ(fills.size(), 7U);
    for (const std::size_t step : {1U, 2U}) {
      EXPECT_GE(contrast(fills[step - 1], ground), 1.25 * contrast(fills[step], ground)) << step;
      EXPECT_GE(contrast(fills[7 - step], ground), 1.25 * contrast(fills[6 - step], ground)) << step;
    }
    for (const auto sight : {Sight::normal, Sight::deuteranopia, Sight::protanopia, Sight::tritanopia})
      for (const std::size_t step : {0U, 1U, 2U}) {
        const auto less = seen_by(fills[step], sight), more = seen_by(fills[6 - step], sight);
        int apart = 0;
        for (const int shift : {0, 8, 16})
          apart = std::max(
              apart, std::abs(static_cast<int>(less >> shift & 255) - static_cast<int>(more >> shift & 255)));
        EXPECT_GE(apart, 24) << "sight " << static_cast<int>(sight) << ", step " << step;
      }
  }
}

TEST(Colours, BlackOnWhiteIsTwentyOneToOne) { EXPECT_NEAR(contrast(rgb(0x000000), rgb(0xffffff)), 21, 1e-9); }

TEST(Colours, TouchingNeighbourhoodsDifferAndKeepTheirColourWhileEditing) {
  const DemoFile file(250);
  auto session = Session::open(file.path, "");
  auto colours = colour_neighbourhoods(session, {}, 8);
  const auto check = [&] {
    for (const auto& edge : session.graph().edges()) {
      const auto a = session.state().label[edge.a], b = session.state().label[edge.b];
      if (a >= 0 && b >= 0 && a != b) {
        EXPECT_NE(colours[static_cast<std::size_t>(a)], colours[static_cast<std::size_t>(b)]);
      }
    }
  };
  check();
  const auto before = colours;
  const std::vector<std::uint32_t> one{0};
  session.commit(make_move(session.ground(), session.state(), one, -1).edit);
  colours = colour_neighbourhoods(session, before, 8);
  check();
  EXPECT_EQ(colours, before);  // nothing new touches
  session.forget_left_behind();
}

TEST(Colours, EveryAreaIsInOneClassOfTheLegendAndTheCountsAddUp) {
  const DemoFile file;
  const auto session = Session::open(file.path, "");
  const auto theme = theme_of(ThemeKind::light);
  const auto of = colour_neighbourhoods(session, {}, 8);
  for (const auto& lens : lenses()) {
    if (lens.of_neighbourhoods) continue;  // no classes
    SCOPED_TRACE(lens.id);
    const LensAsk ask{session, {}, 3};
    const auto measures = lens.measure == nullptr ? std::vector<AreaMeasure>() : lens.measure(ask);
    const auto colours = colour_areas(lens, {ask, measures, of, theme, Sight::normal});
    std::size_t sum = 0;
    for (const auto& entry : colours.legend.entries) sum += entry.areas;
    std::size_t inside = 0;
    for (const auto flag : session.place().areas.inside) inside += flag;
    EXPECT_EQ(sum, inside);
    EXPECT_FALSE(colours.legend.title.empty());
  }
}

}  // namespace
}  // namespace placewright::viewer
