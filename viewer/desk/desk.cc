#include "viewer/desk/desk.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "datasets/demo/demo.h"
#include "datasets/place/file.h"
#include "datasets/place/names.h"
#include "geo/error.h"
#include "viewer/session/user_files.h"

namespace placewright::viewer {
namespace {

void remember(Desk& desk, const std::string& path) {
  if (desk.headless) return;
  std::error_code failed;
  const auto full = std::filesystem::absolute(path, failed).string();
  desk.dialogs.recent.erase(std::remove(desk.dialogs.recent.begin(), desk.dialogs.recent.end(), full),
                            desk.dialogs.recent.end());
  desk.dialogs.recent.insert(desk.dialogs.recent.begin(), full);
  if (desk.dialogs.recent.size() > 8) desk.dialogs.recent.resize(8);
  std::filesystem::create_directories(own_folder(), failed);
  std::ofstream file(own_folder() / "recent.txt");
  for (const auto& line : desk.dialogs.recent) file << line << '\n';
}

}  // namespace

Desk::Desk() {
  std::ifstream file(own_folder() / "recent.txt");
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) dialogs.recent.push_back(line);
  talk.author = read_author();
  talk.author_known = !talk.author.empty();
  if (!talk.author_known) talk.author = user_of_machine();
}

Desk::~Desk() = default;

std::string now_text() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

void say(Talk& talk, const std::string& message, bool bad) {
  talk.message.text = message;
  talk.message.bad = bad;
  talk.message.show.clear();
  talk.message.until = talk.clock + (bad ? 12 : 5);
}

bool attempt(Talk& talk, const std::function<void()>& what) {
  try {
    what();
    return true;
  } catch (const geo::InputError& error) {
    say(talk, error.what(), true);
    return false;
  }
}

void clear_table(OnTheTable& here, MapView& view, Talk& talk) {
  const auto page = here.coverage.ask.page;
  // The threads first: nothing is taken from under them.
  here.machine.job.reset();
  here.coming.clear();
  forget_coverage(here.coverage);
  here = OnTheTable{};
  talk.message = {};
  here.coverage.ask.page = page;
  // A filter by words of the old place would hide things of another.
  view.layers.organisation.clear();
  view.layers.service.clear();
  view.layers.role.clear();
  if (view.map) view.map->scene = {};
}

namespace {

/// The first doubt about the file in full, and how many more there are.
void say_doubts(const OnTheTable& here, Talk& talk) {
  std::vector<const geo::Finding*> grave;
  for (const auto& doubt : here.session->doubts())
    if (doubt.severity != geo::Severity::note && doubt.code != "SCHEMA_NEWER") grave.push_back(&doubt);
  if (grave.empty()) return;
  say(talk,
      fmt::format("{}: {} {}{}", grave[0]->code, grave[0]->where, grave[0]->what,
                  grave.size() == 1
                      ? ""
                      : fmt::format(" (and {} more: placewright check names them)", grave.size() - 1)),
      true);
}

}  // namespace

namespace {

std::map<std::string, double> wte_by_base(const datasets::Place& place) {
  std::map<std::string, double> wte;
  for (const auto& row : place.workforce)
    if (!row.base_id.empty() && !datasets::is_missing(row.wte)) wte[row.base_id] += row.wte;
  return wte;
}

}  // namespace

bool busy(const OnTheTable& here, const Dialogs& dialogs) {
  return here.machine.job != nullptr || !here.coming.empty() || here.coverage.busy ||
         dialogs.files.job != nullptr;
}

bool open_place(Desk& desk, const std::string& path, const std::string& plan) {
  std::unique_ptr<Session> session;
  try {
    session = std::make_unique<Session>(Session::open(path, plan, Session::kWaitMs, desk.here.session.get()));
    if (session->place().areas.size() == 0)
      throw geo::InputError(
          {path, "the place has no areas", "import areas first: placewright import PLACE FILE..."});
  } catch (const geo::InputError& error) {
    say(desk.talk, error.what(), true);
    return false;
  }
  clear_table(desk.here, desk.view, desk.talk);
  desk.here.session = std::move(session);
  const auto& place = desk.here.session->place();
  const auto& areas = place.areas;
  lay_out_map(desk.here, desk.view);
  follow_shown(desk.here);
  desk.here.stroked.assign(areas.size(), 0);
  const auto wte = wte_by_base(place);
  for (const auto& site : place.sites) {
    const auto area = place.find_area(site.area);
    const auto based = wte.find(site.id);
    desk.here.site_wte.push_back(based == wte.end() ? datasets::kMissing : based->second);
    desk.here.site_layer.push_back(layer_of(site.kind));
    desk.here.site_inside.push_back(area && areas.inside[*area] != 0);
    desk.here.site_area.push_back(area ? static_cast<std::int32_t>(*area) : -1);
  }
  list_overlays(desk.here, desk.view);
  desk.here.left_behind = desk.here.session->left_behind();
  desk.dialogs.open = desk.here.left_behind ? DialogKind::recover : DialogKind::none;
  if (desk.here.session->read_only())
    say(desk.talk,
        "A newer version of Placewright made this place: it is open for reading only, nothing can be saved "
        "into it",
        true);
  say_doubts(desk.here, desk.talk);
  remember(desk, path);
  return true;
}

bool open_demo(Desk& desk) {
  std::error_code failed;
  const auto folder = own_folder();
  std::filesystem::create_directories(folder, failed);
  const auto path = (folder / "demo.gpkg").string();
  try {
    if (!std::filesystem::exists(path, failed))
      datasets::write_new_place(path, datasets::make_demo(), std::string(datasets::kDemoMadeAt),
                                datasets::IfThere::keep);
  } catch (const geo::InputError& error) {
    say(desk.talk, error.what(), true);
    return false;
  }
  return open_place(desk, path, "");
}

void forget_rows(OnTheTable& here, bool another_plan) {
  const auto rows = static_cast<std::int32_t>(here.session->state().entries.size());
  const auto gone = [&](std::int32_t label) { return another_plan || label >= rows; };
  if (gone(here.neighbourhood)) here.neighbourhood = -1;
  std::erase_if(here.chosen, gone);
  if (here.target.kind == Target::Kind::one && gone(here.target.label)) here.target = {};
  if (here.filter.kind == SourceFilter::Kind::one && gone(here.filter.label)) here.filter = {};
}

std::string neighbourhood_name(const OnTheTable& here, std::int32_t label) {
  if (label < 0) return "Unassigned";
  const auto row = static_cast<std::size_t>(label);
  const auto& entries = here.session->state().entries;
  if (row >= entries.size()) return "New neighbourhood";
  return full_name(entries[row]);
}

std::vector<std::int32_t> neighbourhoods(const OnTheTable& here) {
  std::vector<std::int32_t> rows;
  const auto& session = *here.session;
  for (std::size_t row = 0; row < session.state().entries.size(); ++row)
    if (session.tallies().areas[row] > 0) rows.push_back(static_cast<std::int32_t>(row));
  std::stable_sort(rows.begin(), rows.end(), [&](auto a, auto b) {
    return datasets::comes_before(session.state().entries[static_cast<std::size_t>(a)].id,
                                  session.state().entries[static_cast<std::size_t>(b)].id);
  });
  return rows;
}

std::vector<std::uint32_t> areas_of(const OnTheTable& here, std::int32_t label) {
  std::vector<std::uint32_t> areas;
  const auto& labels = here.session->state().label;
  for (std::uint32_t area = 0; area < labels.size(); ++area)
    if (labels[area] == label && here.session->place().areas.inside[area] != 0) areas.push_back(area);
  return areas;
}

std::vector<std::uint32_t> unit_of(const OnTheTable& here, const Tools& tools, std::uint32_t area) {
  if (tools.unit == Unit::area) return {area};
  const auto& areas = here.session->place().areas;
  const auto parents = areas.parents.find(tools.unit == Unit::msoa ? "msoa_code" : "ward_code");
  if (parents == areas.parents.end() || parents->second[area].empty()) return {area};
  std::vector<std::uint32_t> all;
  for (std::uint32_t other = 0; other < areas.size(); ++other)
    if (parents->second[other] == parents->second[area]) all.push_back(other);
  return all;
}

}  // namespace placewright::viewer
