#include "viewer/desk/finder.h"

#include <algorithm>
#include <cctype>

#include "datasets/place/file.h"
#include "datasets/place/names.h"
#include "geo/error.h"
#include "viewer/desk/desk.h"
#include "viewer/session/site_words.h"

namespace placewright::viewer {
namespace {

constexpr std::size_t kMaxHits = 40;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// 0: begins so, 1: a word of it does, 2: has it somewhere, 3: not at all.
int distance(const std::string& text, const std::string& wanted) {
  const auto plain = lower(text);
  int best = 3;
  for (auto at = plain.find(wanted); at != std::string::npos; at = plain.find(wanted, at + 1)) {
    best = std::min(best, at == 0 ? 0 : std::isalnum(static_cast<unsigned char>(plain[at - 1])) == 0 ? 1 : 2);
    if (best < 2) break;
  }
  return best;
}

void go_to_point(OnTheTable& here, MapView& view, const Tools& tools, const std::string& area_code,
                 geo::Point at) {
  if (const auto area = here.session->place().find_area(area_code)) select_area(here, tools, *area, false);
  view.camera.centre = at;
  view.camera.m_per_px = std::min(view.camera.m_per_px, 6.0);
}

/// Postcodes stay in the file, which is asked once for each beginning that is typed.
const std::vector<datasets::Postcode>& postcodes_for(OnTheTable& here, const std::string& words) {
  try {
    here.postcodes.follow(words, [&] {
      return datasets::PlaceFile::open(here.session->path(), datasets::PlaceFile::Mode::read, 0)
          .find_postcodes(words, 12);
    });
  } catch (const geo::InputError&) {
    // Another program is writing: names are found all the same, and the next key asks again.
    here.postcodes.forget();
  }
  return *here.postcodes;
}

}  // namespace

bool looks_like_postcode(const std::string& words) {
  std::size_t letters = 0, digits = 0;
  for (const char c : words) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isdigit(byte) != 0)
      ++digits;
    else if (std::isalpha(byte) != 0)
      ++letters;
    else if (c != ' ')
      return false;
  }
  return letters >= 1 && digits >= 1 && letters + digits >= 3 && letters + digits <= 7 && !words.empty() &&
         std::isalpha(static_cast<unsigned char>(words.front())) != 0;
}

std::vector<Hit> find_hits(Desk& desk, const std::string& words) {
  const auto wanted = lower(words);
  std::vector<std::pair<int, Hit>> found;
  const auto add = [&](int rank, std::string text, std::string kind, std::function<void()> go) {
    found.emplace_back(rank, Hit{std::move(text), std::move(kind), std::move(go)});
  };
  if (desk.here.session && !wanted.empty()) {
    const auto& place = desk.here.session->place();
    for (const auto label : neighbourhoods(desk.here)) {
      const auto name = neighbourhood_name(desk.here, label);
      if (const int rank = distance(name, wanted); rank < 3)
        add(rank, name, "neighbourhood",
            [&desk, label] { select_neighbourhood(desk.here, desk.view, label, true); });
    }
    if (looks_like_postcode(words))
      for (const auto& postcode : postcodes_for(desk.here, words))
        add(0, postcode.postcode, "postcode", [&desk, postcode] {
          go_to_point(desk.here, desk.view, desk.tools, postcode.area, {postcode.x, postcode.y});
        });
    for (std::size_t row = 0; row < place.sites.size(); ++row) {
      const auto& site = place.sites[row];
      if (datasets::is_missing(site.x)) continue;
      const int rank = std::min(distance(site.name, wanted), distance(site.postcode, wanted));
      if (rank < 3)
        add(rank, site.name, word_of_site(site.kind) + (site.open ? "" : ", closed"),
            [&desk, at = geo::Point{site.x, site.y}, code = site.area, row] {
              go_to_point(desk.here, desk.view, desk.tools, code, at);
              desk.here.site = row;
            });
    }
    for (std::uint32_t area = 0; area < place.areas.size(); ++area) {
      if (place.areas.inside[area] == 0) continue;
      const int rank =
          std::min(distance(place.areas.code[area], wanted), distance(place.areas.name[area], wanted));
      const auto name = std::string(datasets::further_name(place.areas.code[area], place.areas.name[area]));
      if (rank < 3)
        add(rank, name.empty() ? place.areas.code[area] : name + "  " + place.areas.code[area], "area",
            [&desk, area] {
              select_area(desk.here, desk.tools, area, false);
              zoom_to_areas(desk.here, desk.view, {area});
            });
    }
  }
  for (const auto& command : desk.commands.all()) {
    if (command.menu.empty() || (command.enabled && !command.enabled())) continue;
    if (const int rank = wanted.empty() ? 0 : distance(command.title, wanted); rank < 3)
      add(rank, command.title, shortcut_text(command.shortcut),
          [&desk, id = command.id] { desk.commands.run(id); });
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Hit> hits;
  for (auto& [rank, hit] : found) {
    if (hits.size() == kMaxHits) break;
    hits.push_back(std::move(hit));
  }
  return hits;
}

}  // namespace placewright::viewer
