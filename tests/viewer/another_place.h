#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>

#include "datasets/place/file.h"
#include "on_screen.h"
#include "tests/toy_place.h"

// One place after another on the table, and what must not remain of the old one.
namespace placewright::viewer {

/// Places of unlike size whose names all bear one word, so that what remains of one is seen.
struct NamedPlace : OwnFolder {
  NamedPlace(std::string all_bear, datasets::Place place)
      : word(std::move(all_bear)), path((folder / (word + ".gpkg")).string()) {
    place.name = word + " place";
    for (auto& name : place.areas.name) name = word + " " + name;
    for (auto& site : place.sites) site.name = word + " " + site.name;
    for (auto& plan : place.plans)
      for (auto& neighbourhood : plan.neighbourhoods) neighbourhood.name = word + " " + neighbourhood.name;
    for (auto& row : place.footprints) row.service = word + " " + row.service;
    for (auto& row : place.workforce) row.employer = word + " " + row.employer;
    datasets::write_new_place(path, place, "2026-01-01T00:00:00Z");
  }
  std::string word, path;
};

inline datasets::Place place_without_plan() { return toy::place_from_words(toy::grid_words(4, 3), 10000); }

/// All that has a row for each area, neighbourhood or site has as many as the open place.
inline void expect_of_one_place(App& app, const std::string& old_word) {
  const auto& desk = app.desk();
  const auto areas = desk.here.session->place().areas.size(),
             entries = desk.here.session->state().entries.size(),
             sites = desk.here.session->place().sites.size();
  for (const auto& figure : *desk.here.charts.figures) EXPECT_EQ(figure.value.size(), areas) << figure.name;
  for (const auto& figure : *desk.here.charts.neighbourhood_figures)
    EXPECT_EQ(figure.value.size(), entries) << figure.name;
  for (const auto& [name, size] : {std::pair{"shown", desk.here.shown->size()},
                                   {"fill", desk.here.colours->fill.size()},
                                   {"hatch", desk.here.colours->hatch.size()},
                                   {"stroked", desk.here.stroked.size()},
                                   {"scene", desk.view.map->scene.fill.size()}})
    EXPECT_EQ(size, areas) << name;
  for (const auto& measure : *desk.here.measures) EXPECT_EQ(measure.value.size(), areas) << measure.title;
  for (const auto& footprint : desk.here.footprints) EXPECT_EQ(footprint.areas.size(), areas) << footprint.id;
  EXPECT_EQ(desk.here.site_layer.size(), sites);
  EXPECT_EQ(desk.here.site_inside.size(), sites);
  EXPECT_EQ(desk.here.site_area.size(), sites);
  for (const auto& anchor : *desk.here.anchors) EXPECT_LT(static_cast<std::size_t>(anchor.label), entries);
  for (const auto row : desk.here.table.order) EXPECT_LT(row, entries);
  EXPECT_TRUE(desk.here.selected.empty() && desk.here.chosen.empty() && desk.here.comparison.with.empty() &&
              desk.here.machine.found->empty() && !desk.here.machine.job && !desk.here.machine.why.made() &&
              !desk.here.site && !desk.here.pending && !desk.here.stroke_on);
  EXPECT_TRUE(desk.view.layers.service.empty() && desk.view.layers.role.empty() &&
              desk.view.layers.organisation.empty());
  for (const auto& hit : *desk.here.hits) EXPECT_EQ(hit.text.find(old_word), std::string::npos) << hit.text;
  for (const auto& widget : app.names().all())
    EXPECT_EQ((widget.name + widget.value).find(old_word), std::string::npos)
        << widget.name << " = " << widget.value;
  EXPECT_EQ(desk.talk.message.text.find(old_word), std::string::npos) << desk.talk.message.text;
  for (const auto& table : desk.here.coverage.answer->tables)
    for (const auto& row : table.table.rows)
      for (const auto& cell : row)
        if (const auto* text = std::get_if<std::string>(&cell)) {
          EXPECT_EQ(text->find(old_word), std::string::npos) << *text;
        }
}

class AnotherPlace : public OnScreen {
 protected:
  /// An area that can be clicked: in the middle of the place.
  std::string middle_area() {
    const auto& desk = app->desk();
    const auto at = desk.here.index.find_containing(
        {(desk.here.box.min_x + desk.here.box.max_x) / 2, (desk.here.box.min_y + desk.here.box.max_y) / 2});
    return desk.here.session->place().areas.code[at.value_or(0)];
  }
  void drop(const std::string& path) {
    ASSERT_EQ(script("drop " + path + "\nframes 3\n"), 0);
    ASSERT_EQ(app->desk().here.session->path(), path) << app->desk().talk.message.text;
  }
};

}  // namespace placewright::viewer
