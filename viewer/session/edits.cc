#include "viewer/session/edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>

#include "datasets/place/names.h"

namespace placewright::viewer {
namespace {

double people_of(const EditGround& ground, std::uint32_t area) {
  const double people = ground.place->areas.population[area];
  return std::isnan(people) ? 0 : people;
}

bool inside(const EditGround& ground, std::uint32_t area) { return ground.place->areas.inside[area] != 0; }

std::string label_name(const PlanState& state, std::int32_t label) {
  if (label < 0) return "unassigned";
  return full_name(state.entries[static_cast<std::size_t>(label)]);
}

std::string area_words(std::size_t count) { return fmt::format("{} area{}", count, count == 1 ? "" : "s"); }

std::string why_refused(const EditGround& ground, const PlanState& state, std::uint32_t area, std::int32_t to,
                        const SourceFilter& filter) {
  if (!inside(ground, area)) return "lies outside the place";
  if (state.area_locked[area] != 0) return "is locked";
  const auto from = state.label[area];
  if (from >= 0 && state.entries[static_cast<std::size_t>(from)].locked)
    return "belongs to " + label_name(state, from) + ", which is locked";
  if (to >= 0 && state.entries[static_cast<std::size_t>(to)].locked)
    return label_name(state, to) + " is locked";
  if (filter.kind == SourceFilter::Kind::unassigned && from != -1)
    return "is assigned, and the tool takes only unassigned areas";
  if (filter.kind == SourceFilter::Kind::one && from != filter.label)
    return "is not of " + label_name(state, filter.label);
  return {};
}

/// Pieces of each label: piece number of each area (unassigned areas have none), and per piece its label and
/// people.
struct LabelPieces {
  std::vector<std::uint32_t> of;
  struct Piece {
    std::int32_t label;
    double people;
    std::vector<std::uint32_t> areas;
  };
  std::vector<Piece> pieces;
};

LabelPieces pieces_of(const EditGround& ground, const std::vector<std::int32_t>& label) {
  constexpr std::uint32_t unseen = ~0u;
  LabelPieces found{std::vector<std::uint32_t>(label.size(), unseen), {}};
  for (std::uint32_t start = 0; start < label.size(); ++start) {
    if (label[start] < 0 || found.of[start] != unseen) continue;
    const auto number = static_cast<std::uint32_t>(found.pieces.size());
    LabelPieces::Piece piece{label[start], 0, {start}};
    found.of[start] = number;
    for (std::size_t at = 0; at < piece.areas.size(); ++at) {
      const auto area = piece.areas[at];
      piece.people += people_of(ground, area);
      for (const auto other : ground.graph->neighbours(area))
        if (found.of[other] == unseen && label[other] == label[start])
          found.of[other] = number, piece.areas.push_back(other);
    }
    std::sort(piece.areas.begin(), piece.areas.end());
    found.pieces.push_back(std::move(piece));
  }
  return found;
}

std::string free_id(const PlanState& state) {
  std::set<std::string> taken;
  for (const auto& entry : state.entries) taken.insert(entry.id);
  for (int number = 1;; ++number)
    if (auto id = fmt::format("N{:02d}", number); !taken.contains(id)) return id;
}

void sort_moves(Edit& edit) {
  std::sort(edit.moves.begin(), edit.moves.end(),
            [](const auto& a, const auto& b) { return a.area < b.area; });
  edit.moves.erase(std::unique(edit.moves.begin(), edit.moves.end(),
                               [](const auto& a, const auto& b) { return a.area == b.area; }),
                   edit.moves.end());
}

}  // namespace

Made make_move(const EditGround& ground, const PlanState& state, std::span<const std::uint32_t> areas,
               std::int32_t to, const SourceFilter& filter) {
  Made made;
  for (const auto area : areas) {
    if (state.label[area] == to) continue;
    if (auto why = why_refused(ground, state, area, to, filter); !why.empty()) {
      made.refused.push_back({area, std::move(why)});
      continue;
    }
    made.edit.moves.push_back({area, state.label[area], to});
  }
  sort_moves(made.edit);
  made.edit.sentence = fmt::format("{} to {}", area_words(made.edit.moves.size()), label_name(state, to));
  return made;
}

Made make_new(const EditGround& ground, const PlanState& state, std::span<const std::uint32_t> areas,
              const std::string& name, const SourceFilter& filter) {
  const auto to = static_cast<std::int32_t>(state.entries.size());
  PlanState grown = state;
  const auto id = free_id(state);
  grown.entries.push_back({id, name.empty() ? id : name, "", "", false});
  auto made = make_move(ground, grown, areas, to, filter);
  if (made.edit.moves.empty()) return made;
  made.edit.entries_before = state.entries;
  made.edit.entries_after = grown.entries;
  made.edit.sentence = fmt::format("New neighbourhood {} of {}", id, area_words(made.edit.moves.size()));
  return made;
}

Made make_merge(const EditGround& ground, const PlanState& state, std::int32_t from, std::int32_t into) {
  std::vector<std::uint32_t> areas;
  for (std::uint32_t area = 0; area < state.label.size(); ++area)
    if (state.label[area] == from) areas.push_back(area);
  auto made = make_move(ground, state, areas, into);
  made.edit.sentence = fmt::format("{} merged into {}", label_name(state, from), label_name(state, into));
  return made;
}

Edit make_rename(const PlanState& state, std::int32_t label, const std::string& id, const std::string& name) {
  Edit edit;
  edit.entries_before = edit.entries_after = state.entries;
  auto& entry = edit.entries_after[static_cast<std::size_t>(label)];
  edit.sentence = fmt::format("{} is now {}", label_name(state, label), datasets::full_name(id, name));
  entry.id = id;
  entry.name = name;
  return edit;
}

Edit make_renumbered(const EditGround& ground, const PlanState& state) {
  struct Centre {
    double x = 0, y = 0, people = 0;
    std::size_t row = 0;
  };
  std::vector<Centre> centres(state.entries.size());
  for (std::size_t row = 0; row < centres.size(); ++row) centres[row].row = row;
  for (std::uint32_t area = 0; area < state.label.size(); ++area) {
    if (state.label[area] < 0) continue;
    auto& centre = centres[static_cast<std::size_t>(state.label[area])];
    const double people = std::max(1.0, people_of(ground, area));
    centre.x += people * ground.place->areas.centroid_x[area];
    centre.y += people * ground.place->areas.centroid_y[area];
    centre.people += people;
  }
  std::stable_sort(centres.begin(), centres.end(), [](const auto& a, const auto& b) {
    const bool a_empty = a.people == 0, b_empty = b.people == 0;
    if (a_empty != b_empty) return b_empty;
    if (a_empty) return false;
    return a.x / a.people - a.y / a.people < b.x / b.people - b.y / b.people;
  });
  Edit edit;
  edit.entries_before = edit.entries_after = state.entries;
  int number = 1;
  for (const auto& centre : centres) {
    auto& entry = edit.entries_after[centre.row];
    auto id = fmt::format("N{:02d}", number++);
    if (entry.name == entry.id) entry.name = id;
    entry.id = std::move(id);
  }
  edit.sentence = "Neighbourhoods renumbered from north-west to south-east";
  return edit;
}

Edit make_area_lock(const PlanState& state, std::span<const std::uint32_t> areas, bool locked) {
  Edit edit;
  for (const auto area : areas)
    if ((state.area_locked[area] != 0) != locked) edit.locks.push_back({area, !locked, locked});
  std::sort(edit.locks.begin(), edit.locks.end(),
            [](const auto& a, const auto& b) { return a.area < b.area; });
  edit.sentence = fmt::format("{} {}", area_words(edit.locks.size()), locked ? "locked" : "unlocked");
  return edit;
}

Edit make_neighbourhood_lock(const PlanState& state, std::int32_t label, bool locked) {
  Edit edit;
  edit.entries_before = edit.entries_after = state.entries;
  edit.entries_after[static_cast<std::size_t>(label)].locked = locked;
  edit.sentence = fmt::format("{} {}", label_name(state, label), locked ? "locked" : "unlocked");
  return edit;
}

Made make_filled(const EditGround& ground, const PlanState& state) {
  Made made;
  auto label = state.label;
  auto people = tally(ground, state).people;
  bool changed = true;
  while (changed) {
    changed = false;
    for (std::uint32_t area = 0; area < label.size(); ++area) {
      if (label[area] >= 0 || !inside(ground, area) || state.area_locked[area] != 0) continue;
      std::int32_t best = -1;
      for (const auto other : ground.graph->neighbours(area)) {
        const auto candidate = label[other];
        if (candidate < 0 || state.entries[static_cast<std::size_t>(candidate)].locked) continue;
        if (best < 0 || people[static_cast<std::size_t>(candidate)] < people[static_cast<std::size_t>(best)])
          best = candidate;
      }
      if (best < 0) continue;
      label[area] = best;
      people[static_cast<std::size_t>(best)] += people_of(ground, area);
      made.edit.moves.push_back({area, -1, best});
      changed = true;
    }
  }
  for (std::uint32_t area = 0; area < label.size(); ++area)
    if (label[area] < 0 && inside(ground, area))
      made.refused.push_back(
          {area, state.area_locked[area] != 0 ? "is locked" : "touches no open neighbourhood"});
  sort_moves(made.edit);
  made.edit.sentence = fmt::format("{} filled in", area_words(made.edit.moves.size()));
  return made;
}

Made make_contiguous(const EditGround& ground, const PlanState& state) {
  Made made;
  auto label = state.label;
  for (std::size_t round = 0; round < state.entries.size() + 8; ++round) {
    const auto found = pieces_of(ground, label);
    std::map<std::int32_t, std::size_t> largest;
    for (std::size_t number = 0; number < found.pieces.size(); ++number) {
      const auto [at, is_new] = largest.emplace(found.pieces[number].label, number);
      if (!is_new && found.pieces[number].people > found.pieces[at->second].people) at->second = number;
    }
    bool changed = false;
    for (std::size_t number = 0; number < found.pieces.size(); ++number) {
      const auto& piece = found.pieces[number];
      if (largest[piece.label] == number || state.entries[static_cast<std::size_t>(piece.label)].locked)
        continue;
      if (std::any_of(piece.areas.begin(), piece.areas.end(),
                      [&](auto area) { return state.area_locked[area] != 0; }))
        continue;
      std::map<std::int32_t, double> border;
      for (const auto area : piece.areas) {
        const auto others = ground.graph->neighbours(area);
        const auto metres = ground.graph->borders(area);
        for (std::size_t i = 0; i < others.size(); ++i)
          if (const auto other = label[others[i]];
              other >= 0 && other != piece.label && !state.entries[static_cast<std::size_t>(other)].locked)
            border[other] += metres[i] + 1e-9;
      }
      if (border.empty()) continue;
      const auto best = std::max_element(border.begin(), border.end(), [](const auto& a, const auto& b) {
                          return a.second < b.second;
                        })->first;
      for (const auto area : piece.areas) label[area] = best;
      changed = true;
      break;  // pieces are found anew: joining may have changed them
    }
    if (!changed) break;
  }
  for (std::uint32_t area = 0; area < label.size(); ++area)
    if (label[area] != state.label[area]) made.edit.moves.push_back({area, state.label[area], label[area]});
  const auto left = pieces_of(ground, label);
  std::map<std::int32_t, std::size_t> pieces;
  for (const auto& piece : left.pieces) ++pieces[piece.label];
  for (const auto& piece : left.pieces)
    if (pieces[piece.label] > 1) {
      made.refused.push_back({piece.areas.front(), "stays apart: it touches no open neighbourhood"});
      break;
    }
  made.edit.sentence = fmt::format("{} moved to mend contiguity", area_words(made.edit.moves.size()));
  return made;
}

std::optional<Edit> make_split(const EditGround& ground, const PlanState& state, std::int32_t label) {
  std::vector<std::uint32_t> areas;
  double people = 0;
  for (std::uint32_t area = 0; area < state.label.size(); ++area)
    if (state.label[area] == label) areas.push_back(area), people += people_of(ground, area);
  if (areas.size() < 2) return std::nullopt;
  // Breadth-first trees from each area; of all cuts of all trees the one nearest to half of the people.
  std::map<std::uint32_t, std::size_t> local;
  for (std::size_t i = 0; i < areas.size(); ++i) local[areas[i]] = i;
  double best_off = people;
  std::vector<std::uint8_t> best_side;
  for (std::size_t root = 0; root < areas.size(); ++root) {
    std::vector<std::size_t> order{root}, parent(areas.size(), areas.size());
    std::vector<std::uint8_t> seen(areas.size(), 0);
    seen[root] = 1;
    for (std::size_t at = 0; at < order.size(); ++at)
      for (const auto other : ground.graph->neighbours(areas[order[at]]))
        if (const auto found = local.find(other); found != local.end() && seen[found->second] == 0) {
          seen[found->second] = 1;
          parent[found->second] = order[at];
          order.push_back(found->second);
        }
    if (order.size() != areas.size())
      return std::nullopt;  // in pieces already: mend contiguity or move the piece
    std::vector<double> below(areas.size(), 0);
    for (std::size_t at = order.size(); at-- > 1;) {
      const auto child = order[at];
      below[child] += people_of(ground, areas[child]);
      below[parent[child]] += below[child];
      if (const double off = std::abs(below[child] - people / 2); off < best_off) {
        best_off = off;
        best_side.assign(areas.size(), 0);
        best_side[child] = 1;
        for (std::size_t down = at + 1; down < order.size(); ++down)
          if (best_side[parent[order[down]]] != 0) best_side[order[down]] = 1;
      }
    }
  }
  std::vector<std::uint32_t> leaving;
  for (std::size_t i = 0; i < areas.size(); ++i)
    if (!best_side.empty() && best_side[i] != 0) leaving.push_back(areas[i]);
  const auto& name = state.entries[static_cast<std::size_t>(label)].name;
  auto made = make_new(ground, state, leaving, name.empty() ? "" : name + " (second part)");
  if (made.edit.moves.size() != leaving.size()) return std::nullopt;  // something in it is locked
  made.edit.sentence = fmt::format("{} split in two", label_name(state, label));
  return made.edit;
}

Edit make_difference(const PlanState& from, const PlanState& to, const std::string& sentence) {
  Edit edit;
  edit.sentence = sentence;
  for (std::uint32_t area = 0; area < from.label.size(); ++area)
    if (from.label[area] != to.label[area]) edit.moves.push_back({area, from.label[area], to.label[area]});
  if (from.entries != to.entries) edit.entries_before = from.entries, edit.entries_after = to.entries;
  return edit;
}

Edit make_note(const PlanState& state, datasets::Note note) {
  const auto taken = [&](const std::string& id) {
    return std::any_of(state.notes.begin(), state.notes.end(),
                       [&](const auto& other) { return other.id == id; });
  };
  if (note.id.empty()) note.id = "note-" + note.date;
  for (int number = 2; taken(note.id); ++number) note.id = fmt::format("note-{}-{}", note.date, number);
  Edit edit;
  edit.sentence = fmt::format("{} pinned to {}", note.kind.empty() ? "note" : note.kind,
                              note.area.empty() ? "the map" : note.area);
  edit.sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(edit.sentence[0])));
  edit.notes.push_back({state.notes.size(), std::nullopt, std::move(note)});
  return edit;
}

Edit make_note_changed(const PlanState& state, const datasets::Note& note) {
  Edit edit;
  for (std::size_t row = 0; row < state.notes.size(); ++row)
    if (state.notes[row].id == note.id && !same_note(state.notes[row], note))
      edit.notes.push_back({row, state.notes[row], note});
  edit.sentence = "Note on " + (note.area.empty() ? "the map" : note.area) + " changed";
  return edit;
}

Edit make_note_off(const PlanState& state, const std::string& id) {
  Edit edit;
  for (std::size_t row = 0; row < state.notes.size(); ++row) {
    if (state.notes[row].id != id) continue;
    edit.notes.push_back({row, state.notes[row], std::nullopt});
    edit.sentence =
        "Note on " + (state.notes[row].area.empty() ? "the map" : state.notes[row].area) + " taken off";
  }
  return edit;
}

Edit make_brief(const PlanState& state, const std::string& brief, const std::string& sentence) {
  Edit edit;
  edit.brief_before = state.brief;
  edit.brief_after = brief;
  edit.sentence = sentence;
  return edit;
}

Tally tally(const EditGround& ground, const PlanState& state) {
  Tally result{std::vector<double>(state.entries.size(), 0),
               std::vector<std::uint32_t>(state.entries.size(), 0),
               std::vector<std::uint32_t>(state.entries.size(), 0)};
  for (std::uint32_t area = 0; area < state.label.size(); ++area) {
    if (state.label[area] < 0) continue;
    result.people[static_cast<std::size_t>(state.label[area])] += people_of(ground, area);
    ++result.areas[static_cast<std::size_t>(state.label[area])];
  }
  for (const auto& piece : pieces_of(ground, state.label).pieces)
    ++result.pieces[static_cast<std::size_t>(piece.label)];
  return result;
}

std::vector<Fault> find_faults(const EditGround& ground, const PlanState& state, double min_people,
                               double max_people) {
  std::vector<Fault> problems;
  std::vector<std::uint32_t> unassigned;
  for (std::uint32_t area = 0; area < state.label.size(); ++area)
    if (state.label[area] < 0 && inside(ground, area)) unassigned.push_back(area);
  if (!unassigned.empty()) {
    const auto what = fmt::format("{} unassigned", area_words(unassigned.size()));
    problems.push_back({Fault::Kind::unassigned, -1, std::move(unassigned), what});
  }
  const auto found = pieces_of(ground, state.label);
  std::vector<std::vector<std::uint32_t>> areas(state.entries.size());
  std::vector<double> people(state.entries.size(), 0), largest(state.entries.size(), -1);
  std::vector<std::uint32_t> pieces(state.entries.size(), 0);
  for (const auto& piece : found.pieces) {
    const auto row = static_cast<std::size_t>(piece.label);
    people[row] += piece.people;
    largest[row] = std::max(largest[row], piece.people);
    ++pieces[row];
    areas[row].insert(areas[row].end(), piece.areas.begin(), piece.areas.end());
  }
  std::vector<std::uint8_t> has_practice(state.entries.size(), 0);
  bool practices_known = false;
  for (const auto& site : ground.place->sites) {
    if (site.kind != "gp" || !site.open) continue;
    practices_known = true;
    if (const auto area = ground.place->find_area(site.area); area && state.label[*area] >= 0)
      has_practice[static_cast<std::size_t>(state.label[*area])] = 1;
  }
  for (std::size_t row = 0; row < state.entries.size(); ++row) {
    if (areas[row].empty()) continue;
    const auto label = static_cast<std::int32_t>(row);
    if (pieces[row] > 1) {
      std::vector<std::uint32_t> apart;
      bool main_seen = false;  // one of those with most people
      for (const auto& piece : found.pieces) {
        if (piece.label != label) continue;
        if (!main_seen && piece.people == largest[row])
          main_seen = true;
        else
          apart.insert(apart.end(), piece.areas.begin(), piece.areas.end());
      }
      problems.push_back({Fault::Kind::not_contiguous, label, std::move(apart),
                          fmt::format("{} is in {} pieces", label_name(state, label), pieces[row])});
    }
    if (people[row] > max_people)
      problems.push_back(
          {Fault::Kind::over, label, areas[row],
           fmt::format("{} has {:.0f} people too many", label_name(state, label), people[row] - max_people)});
    if (people[row] < min_people)
      problems.push_back(
          {Fault::Kind::under, label, areas[row],
           fmt::format("{} is {:.0f} people short", label_name(state, label), min_people - people[row])});
    if (practices_known && has_practice[row] == 0)
      problems.push_back({Fault::Kind::no_practice, label, areas[row],
                          fmt::format("{} has no GP practice", label_name(state, label))});
  }
  return problems;
}

std::vector<std::string> rules_broken(const EditGround& ground, const PlanState& before, const Edit& edit,
                                      double min_people, double max_people) {
  PlanState after = before;
  apply_edit(after, edit);
  const auto old_tally = tally(ground, before), new_tally = tally(ground, after);
  std::vector<std::string> broken;
  for (std::size_t row = 0; row < after.entries.size(); ++row) {
    if (new_tally.areas[row] == 0) continue;
    const bool had = row < old_tally.areas.size() && old_tally.areas[row] > 0;
    const auto off = [&](double people) { return std::max({0.0, people - max_people, min_people - people}); };
    const double off_before = had ? off(old_tally.people[row]) : 0, off_after = off(new_tally.people[row]);
    const auto name = label_name(after, static_cast<std::int32_t>(row));
    if (off_after > off_before)
      broken.push_back(
          fmt::format("OUT_OF_BOUNDS: {} would have {:.0f} people", name, new_tally.people[row]));
    if (new_tally.pieces[row] > std::max<std::uint32_t>(1, had ? old_tally.pieces[row] : 1))
      broken.push_back(fmt::format("NOT_CONTIGUOUS: {} would be in {} pieces", name, new_tally.pieces[row]));
  }
  return broken;
}

}  // namespace placewright::viewer
