#include "boundaries/workforce/cover/what_if.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "boundaries/workforce/supply/access.h"
#include "boundaries/workforce/supply/roles.h"
#include "geo/error.h"

namespace placewright::boundaries::workforce {
namespace {

/// One table of the file, with its place for messages.
class Reader {
 public:
  Reader(const toml::table& table, std::string where) : table_(table), where_(std::move(where)) {}

  std::string text(const char* key) {
    seen_.insert(key);
    const auto* node = table_.get(key);
    if (node == nullptr) return {};
    if (const auto value = node->value_exact<std::string>()) return *value;
    fail(key, "is no text", "write it in double quotes", node);
  }
  std::vector<std::string> texts(const char* key) {
    seen_.insert(key);
    const auto* node = table_.get(key);
    if (node == nullptr) return {};
    const auto* array = node->as_array();
    std::vector<std::string> all;
    if (array != nullptr)
      for (const auto& entry : *array)
        if (const auto value = entry.value_exact<std::string>()) all.push_back(*value);
    if (array == nullptr || all.size() != array->size())
      fail(key, "is no list of texts", "write for example [\"the team agrees\"]", node);
    return all;
  }
  double number(const char* key, double without) {
    seen_.insert(key);
    const auto* node = table_.get(key);
    if (node == nullptr) return without;
    if (const auto value = node->value<double>(); value && node->is_number()) return *value;
    fail(key, "is no number", "write a number without quotes", node);
  }
  void refuse_unknown(std::string_view known) const {
    for (const auto& [key, node] : table_)
      if (!seen_.contains(std::string(key.str())))
        throw geo::InputError{{fmt::format("{}, line {}", where_, node.source().begin.line),
                               fmt::format("there is no key '{}'", key.str()),
                               fmt::format("keys: {}", known)}};
  }
  [[noreturn]] void fail(const char* key, const std::string& what, const std::string& fix,
                         const toml::node* node = nullptr) const {
    const auto line = node != nullptr ? node->source().begin.line : table_.source().begin.line;
    throw geo::InputError{{fmt::format("{}, line {}, {}", where_, line, key), what, fix}};
  }

 private:
  const toml::table& table_;
  std::string where_;
  std::set<std::string> seen_;
};

void for_each_table(const toml::table& file, const char* key, const std::string& where,
                    const std::function<void(const toml::table&)>& take) {
  const auto* node = file.get(key);
  if (node == nullptr) return;
  const auto* array = node->as_array();
  if (array == nullptr || !array->is_array_of_tables())
    throw geo::InputError{{where, fmt::format("'{}' is no list of tables", key),
                           fmt::format("write [[{}]] with double brackets", key)}};
  for (const auto& entry : *array) take(*entry.as_table());
}

/// Neighbourhood id of an id or a name; nothing when the plan has neither.
std::optional<std::string> find_neighbourhood(const datasets::PlanRecord& plan, const std::string& word) {
  for (const auto& assignment : plan.assignments)
    if (assignment.neighbourhood == word) return word;
  for (const auto& neighbourhood : plan.neighbourhoods)
    if (neighbourhood.id == word ||
        (!neighbourhood.name.empty() && lower_case(neighbourhood.name) == lower_case(word)))
      return neighbourhood.id;
  return std::nullopt;
}

std::vector<std::uint8_t> areas_in(const datasets::Place& place, const datasets::PlanRecord& plan,
                                   const std::string& neighbourhood) {
  std::vector<std::uint8_t> in(place.areas.size(), 0);
  for (const auto& assignment : plan.assignments)
    if (assignment.neighbourhood == neighbourhood)
      if (const auto row = place.find_area(assignment.area)) in[*row] = 1;
  return in;
}

bool takes_part(const Move& move, const AllocatedRow& row, const datasets::Place& place) {
  if (!move.group.empty() && row.group != move.group) return false;
  return move.role.empty() || lower_case(place.workforce[row.row].role) == lower_case(move.role);
}

}  // namespace

WhatIf parse_what_if(std::string_view text, std::string_view file_name) {
  toml::table file;
  try {
    file = toml::parse(text, file_name);
  } catch (const toml::parse_error& error) {
    throw geo::InputError{{fmt::format("{}, line {}", file_name, error.source().begin.line),
                           std::string(error.description()), "correct the TOML"}};
  }
  WhatIf scenario;
  scenario.text = text;
  const std::string where(file_name);
  Reader top(file, where);
  scenario.name = top.text("name");
  scenario.assumptions = top.texts("assumptions");
  for_each_table(file, "move", where, [&](const toml::table& table) {
    Reader reader(table, where);
    Move move;
    move.group = reader.text("role_group");
    move.role = reader.text("role");
    move.from = reader.text("from");
    move.to = reader.text("to");
    move.why = reader.text("why");
    move.wte = reader.number("wte", 0);
    reader.refuse_unknown("role_group, role, wte, from, to, why");
    if (!(move.wte > 0)) reader.fail("wte", "a move needs WTE above 0", "write for example wte = 2.0");
    if (move.from.empty() || move.to.empty())
      reader.fail("from", "a move needs from and to", "name neighbourhoods or bases");
    if (!move.group.empty() && find_role_group(move.group).code != move.group)
      reader.fail("role_group", fmt::format("'{}' is no role group", move.group),
                  "use a code such as CN, MH, ARRS");
    scenario.moves.push_back(std::move(move));
  });
  for_each_table(file, "base", where, [&](const toml::table& table) {
    Reader reader(table, where);
    NewBase base;
    base.site.id = reader.text("id");
    base.site.kind = "base";
    base.site.name = reader.text("name");
    base.site.organisation = reader.text("organisation");
    base.site.area = reader.text("area");
    base.site.postcode = reader.text("postcode");
    base.site.base_type = reader.text("type");
    base.site.x = reader.number("x", datasets::kMissing);
    base.site.y = reader.number("y", datasets::kMissing);
    base.site.desks = reader.number("desks", datasets::kMissing);
    base.site.rooms = reader.number("rooms", datasets::kMissing);
    base.wte = reader.number("wte", 0);
    reader.refuse_unknown("id, name, organisation, area, postcode, type, x, y, desks, rooms, wte");
    if (base.site.id.empty()) reader.fail("id", "a base needs an id", "write for example id = \"NEW1\"");
    if (base.wte < 0) reader.fail("wte", "WTE below 0", "write 0 or more");
    scenario.bases.push_back(std::move(base));
  });
  for (const auto& [key, node] : file)
    if (key.str() != "name" && key.str() != "assumptions" && key.str() != "move" && key.str() != "base")
      throw geo::InputError{{fmt::format("{}, line {}", where, node.source().begin.line),
                             fmt::format("there is no key '{}'", key.str()),
                             "name, assumptions, [[move]] and [[base]] are known"}};
  if (scenario.moves.empty() && scenario.bases.empty())
    throw geo::InputError{{where, "it changes nothing", "write a [[move]] or a [[base]]"}};
  return scenario;
}

WhatIf read_what_if(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw geo::InputError{{path, "cannot be read", "check the path"}};
  std::ostringstream text;
  text << in.rdbuf();
  auto scenario = parse_what_if(text.str(), path);
  if (scenario.name.empty()) {
    const auto slash = path.find_last_of('/'), from = slash == std::string::npos ? 0 : slash + 1;
    scenario.name =
        path.substr(from, path.find_last_of('.') > from ? path.find_last_of('.') - from : std::string::npos);
  }
  return scenario;
}

datasets::Place place_with_bases(datasets::Place place, const WhatIf& scenario) {
  for (const auto& base : scenario.bases) {
    auto site = base.site;
    if (std::isnan(site.x) && !site.area.empty()) {
      const auto row = place.find_area(site.area);
      if (!row)
        throw geo::InputError{{fmt::format("base {}", site.id),
                               fmt::format("the place has no area {}", site.area),
                               "name an area of the place, or x and y"}};
      site.x = value_at(place.areas.centroid_x, *row);
      site.y = value_at(place.areas.centroid_y, *row);
    }
    if (std::isnan(site.x) && !site.postcode.empty()) {
      const auto plain = [](std::string_view text) {
        std::string key;
        for (const char c : text)
          if (c != ' ') key += c;
        return lower_case(key);
      };
      for (const auto& postcode : place.postcodes)
        if (plain(postcode.postcode) == plain(site.postcode)) {
          site.x = postcode.x;
          site.y = postcode.y;
          site.area = postcode.area;
        }
    }
    const auto at = std::find_if(place.sites.begin(), place.sites.end(),
                                 [&](const auto& known) { return known.id == site.id; });
    if (at == place.sites.end()) {
      place.sites.push_back(std::move(site));
      continue;
    }
    if (!std::isnan(site.desks)) at->desks = site.desks;
    if (!std::isnan(site.rooms)) at->rooms = site.rooms;
    if (!std::isnan(site.x)) {
      at->x = site.x;
      at->y = site.y;
    }
  }
  return place;
}

namespace {

/// Where the staff of a move arrive. Throws where nobody is in reach.
Shares arrival_of(const datasets::Place& place, const datasets::PlanRecord& plan, const Move& move,
                  const std::vector<double>& area_need, const AllocateOptions& options) {
  Shares arrive;
  if (const auto to = find_neighbourhood(plan, move.to)) {
    const auto in = areas_in(place, plan, *to);
    std::vector<std::uint32_t> rows;
    for (std::uint32_t i = 0; i < in.size(); ++i)
      if (in[i] != 0) rows.push_back(i);
    arrive = share_by_driver(rows, area_need);
  } else {
    const auto base = std::find_if(place.sites.begin(), place.sites.end(),
                                   [&](const auto& site) { return site.id == move.to; });
    bool straight = false;
    arrive = share_by_travel(minutes_to_site(place, *base, options.mode, straight), people_inside(place),
                             truncated_gaussian_decay(options.visit_minutes));
  }
  if (arrive.area.empty())
    throw geo::InputError{{fmt::format("move of {} WTE", move.wte),
                           fmt::format("nobody is in reach of '{}'", move.to),
                           "give the base a point (x, y or area)"}};
  return arrive;
}

void expect_known_ends(const datasets::Place& place, const datasets::PlanRecord& plan, const Move& move) {
  const auto expect = [&](const std::string& word) {
    const bool is_base = std::any_of(place.sites.begin(), place.sites.end(),
                                     [&](const auto& site) { return site.id == word; });
    if (is_base || find_neighbourhood(plan, word)) return;
    throw geo::InputError{
        {fmt::format("move of {} WTE", move.wte),
         fmt::format("'{}' is neither a neighbourhood of plan {} nor a base", word, plan.name),
         "use a neighbourhood's id or name, or a site id; from = \"held\" takes posts held for the place"}};
  };
  if (move.from != kHeld) expect(move.from);
  expect(move.to);
}

/// Takes a part of what a row has where the move comes from, and gives it where it goes.
void move_part(AllocatedRow& row, const std::vector<std::uint8_t>& from, bool held, double part,
               const Shares& arrive) {
  std::map<std::uint32_t, double> share;
  double taken = held ? row.shares.unallocated * part : 0;
  row.shares.unallocated -= taken;
  for (const auto& [area, here] : row.shares.area) {
    const double leaves = !held && from[area] != 0 ? here * part : 0;
    share[area] += here - leaves;
    taken += leaves;
  }
  for (const auto& [area, here] : arrive.area) share[area] += taken * here;
  row.shares.area.clear();
  for (const auto& [area, here] : share)
    if (here > 0) row.shares.area.emplace_back(area, here);
}

void apply_move(const datasets::Place& place, const datasets::PlanRecord& plan, const Move& move,
                const std::vector<double>& area_need, const AllocateOptions& options, Allocated& allocated) {
  expect_known_ends(place, plan, move);
  const auto arrive = arrival_of(place, plan, move, area_need, options);
  const auto from = find_neighbourhood(plan, move.from);
  const bool held = !from && move.from == kHeld;
  const auto in = from ? areas_in(place, plan, *from) : std::vector<std::uint8_t>(place.areas.size(), 1);
  const auto gives = [&](const AllocatedRow& row) {
    return takes_part(move, row, place) &&
           (from || (held ? row.held : place.workforce[row.row].base_id == move.from));
  };
  double there = 0;
  for (const auto& row : allocated.rows) {
    if (!gives(row)) continue;
    if (held) there += row.wte * row.shares.unallocated;
    for (const auto& [area, share] : row.shares.area)
      if (!held && in[area] != 0) there += row.wte * share;
  }
  if (move.wte > there + 1e-9)
    throw geo::InputError{
        {fmt::format("move of {} WTE{}{}", move.wte, move.group.empty() ? "" : " of ", move.group),
         fmt::format("{} has {:.2f} WTE of it", move.from, there), "move less, or another role"}};
  for (auto& row : allocated.rows)
    if (gives(row)) move_part(row, in, held, move.wte / there, arrive);
  if (!held) return;
  allocated.total.allocated += move.wte;
  allocated.total.unallocated -= move.wte;
  allocated.total.held -= move.wte;
}

}  // namespace

void apply_moves(const datasets::Place& place, const datasets::PlanRecord& plan, const WhatIf& scenario,
                 const std::vector<double>& area_need, const AllocateOptions& options, Allocated& allocated) {
  for (const auto& move : scenario.moves) apply_move(place, plan, move, area_need, options, allocated);
}

std::vector<BaseLoad> measure_bases(const datasets::Place& place, const Allocated& allocated,
                                    const WhatIf& scenario) {
  std::map<std::string, BaseLoad> load;
  const auto base_of = [&](const std::string& id) -> BaseLoad& {
    auto& base = load[id];
    base.id = id;
    return base;
  };
  for (const auto& site : place.sites) {
    if (site.kind != "base") continue;
    base_of(site.id);
  }
  for (const auto& row : allocated.rows) {
    const auto& id = place.workforce[row.row].base_id;
    if (id.empty()) continue;
    auto& base = base_of(id);
    base.wte += row.wte;
    if (!std::isnan(row.headcount))
      base.headcount = (std::isnan(base.headcount) ? 0 : base.headcount) + row.headcount;
  }
  for (const auto& row : allocated.unknown)
    if (const auto& id = place.workforce[row.row].base_id; !id.empty())
      if (auto& base = base_of(id); base.wte == 0)
        base.wte = datasets::kMissing;  // staff of an unknown number
  for (const auto& move : scenario.moves) {
    if (const auto at = load.find(move.from); at != load.end()) at->second.wte -= move.wte;
    if (const auto at = load.find(move.to); at != load.end()) at->second.wte += move.wte;
  }
  for (const auto& base : scenario.bases) add_known(base_of(base.site.id).wte, base.wte);
  std::vector<BaseLoad> bases;
  for (auto& [id, base] : load) {
    for (const auto& site : place.sites)
      if (site.id == id) {
        base.name = site.name;
        base.base_type = site.base_type;
        base.desks = site.desks;
        base.rooms = site.rooms;
        base.capacity = site.capacity;
      }
    const double room = std::isnan(base.desks) ? base.capacity : base.desks;
    base.over = !std::isnan(room) && base.wte > room + 1e-9;
    bases.push_back(std::move(base));
  }
  return bases;
}

}  // namespace placewright::boundaries::workforce
