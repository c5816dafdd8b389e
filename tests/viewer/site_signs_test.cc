#include <gtest/gtest.h>
#include <imgui.h>

#include <map>
#include <string>
#include <vector>

#include "on_screen.h"
#include "viewer/panels/panels.h"

namespace placewright::viewer {
namespace {

class SiteSigns : public OverDemo {
 protected:
  /// Corners and colours of a sign.
  static std::vector<float> drawn(const std::string& kind) {
    ImDrawList list(ImGui::GetDrawListSharedData());
    list._ResetForNewFrame();
    list.PushClipRectFullScreen();
    list.PushTextureID(ImGui::GetIO().Fonts->TexID);
    draw_site_mark(list, ImVec2(50, 50), kind, 5, theme_of(ThemeKind::light));
    std::vector<float> sign;
    for (const auto& corner : list.VtxBuffer) {
      sign.push_back(corner.pos.x);
      sign.push_back(corner.pos.y);
      sign.push_back(static_cast<float>(corner.col));
    }
    return sign;
  }
};

TEST_F(SiteSigns, EachKindOfSiteHasASignOfItsOwn) {
  ASSERT_EQ(script("frames 2\n"), 0);
  std::map<std::vector<float>, std::string> seen;
  for (const char* kind : {"gp", "branch", "base", "clinic", "pharmacy", "dentist", "optician", "hospital",
                           "care_home", "community"}) {
    const auto sign = drawn(kind);
    EXPECT_FALSE(sign.empty()) << kind;
    const auto [at, fresh] = seen.emplace(sign, kind);
    EXPECT_TRUE(fresh) << kind << " poses as " << at->second;
  }
}

TEST_F(SiteSigns, TheLayersTellTheKindsThatHangOnOneSwitch) {
  ASSERT_EQ(script("frames 3\nclick layer.pharmacies\nframes 3\nexpect-widget sign.dentist=dentists\n"
                   "expect-widget sign.optician=opticians\nclick layer.pharmacies\nframes 3\n"),
            0);
  EXPECT_EQ(app->names().find("sign.dentist"), nullptr) << "what is off needs no key";
}

TEST_F(SiteSigns, ABaseHasTheStaffThatTheWorkforceTableBasesThere) {
  const auto& place = session().place();
  const auto& here = app->desk().here;
  ASSERT_EQ(here.site_wte.size(), place.sites.size());
  std::size_t based = 0;
  for (std::size_t site = 0; site < place.sites.size(); ++site) {
    double wte = 0;
    bool known = false;
    for (const auto& row : place.workforce)
      if (row.base_id == place.sites[site].id && !datasets::is_missing(row.wte)) wte += row.wte, known = true;
    EXPECT_EQ(datasets::is_missing(here.site_wte[site]), !known) << place.sites[site].id;
    if (!known) continue;
    EXPECT_DOUBLE_EQ(here.site_wte[site], wte);
    ++based;
  }
  EXPECT_GT(based, 0U);
}

}  // namespace
}  // namespace placewright::viewer
