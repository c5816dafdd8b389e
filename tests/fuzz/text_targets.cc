#include <cmath>

#include "boundaries/cli/candidates_file.h"
#include "boundaries/cli/import_recipe.h"
#include "boundaries/engine/settings_text.h"
#include "boundaries/question/brief.h"
#include "boundaries/workforce/cover/what_if.h"
#include "datasets/place/plain_text.h"
#include "datasets/read/cells.h"
#include "geo/error.h"
#include "geo/expect.h"
#include "tests/fuzz/bytes.h"
#include "tests/fuzz/scratch.h"
#include "tests/fuzz/targets.h"

namespace placewright::fuzz {

void read_brief(Input input) {
  const auto text = text_of(input);
  try {
    const auto brief = boundaries::parse_brief(text, "brief.toml");
    const auto written = boundaries::write_brief(brief);
    // What the program writes it reads, and means the same.
    PLACEWRIGHT_EXPECT(boundaries::write_brief(boundaries::parse_brief(written, "written.toml")) == written);
  } catch (const geo::InputError&) {
  }
  static_cast<void>(boundaries::names_bounds(text));
}

void read_scenario(Input input) {
  try {
    const auto scenario = boundaries::workforce::parse_what_if(text_of(input), "scenario.toml");
    static_cast<void>(boundaries::workforce::place_with_bases(small_place(), scenario));
  } catch (const geo::InputError&) {
  }
}

void read_recipe(Input input) {
  const auto path = write_scratch("recipe.toml", text_of(input));
  try {
    const auto recipe = boundaries::cli::read_recipe(path);
    static_cast<void>(boundaries::cli::recipe_text(recipe, path));
  } catch (const geo::InputError&) {
  }
}

void read_engine_settings(Input input) {
  try {
    const auto settings = boundaries::parse_settings(text_of(input), "settings.json");
    const auto written = boundaries::write_settings(settings);
    PLACEWRIGHT_EXPECT(boundaries::write_settings(boundaries::parse_settings(written, "written")) == written);
  } catch (const geo::InputError&) {
  }
}

void read_cells(Input input) {
  const auto text = text_of(input);
  for (const auto lines : {datasets::Lines::kept, datasets::Lines::joined}) {
    const auto plain = datasets::plain_text(text, lines);
    PLACEWRIGHT_EXPECT(datasets::is_plain(plain, lines));
    PLACEWRIGHT_EXPECT(datasets::plain_text(plain, lines) == plain);
  }
  if (const auto number = datasets::parse_number(text)) PLACEWRIGHT_EXPECT(!std::isinf(*number));
  const auto postcode = datasets::normalise_postcode(text);
  PLACEWRIGHT_EXPECT(datasets::normalise_postcode(postcode) == postcode);
  const auto heading = datasets::normalise_heading(text);
  static_cast<void>(datasets::heading_fits("lsoa##cd|*code*|a#*b", heading));
  static_cast<void>(datasets::column_name(text));
  static_cast<void>(datasets::code_form(text));
  static_cast<void>(datasets::month_of(text));
  if (const auto band = datasets::parse_age_band(text)) static_cast<void>(band->text());
}

void read_candidates(Input input) {
  const auto path = write_scratch("candidates.csv", text_of(input));
  try {
    static_cast<void>(boundaries::cli::read_candidates(path));
  } catch (const geo::InputError&) {
  }
}

}  // namespace placewright::fuzz
