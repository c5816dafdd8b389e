#pragma once

#include "geo/random.h"
#include "viewer/session/session.h"

namespace placewright::viewer {

inline std::vector<std::uint32_t> some_areas(geo::Random& random, std::size_t areas) {
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t i = 0; i < 1 + random.below(6); ++i)
    chosen.push_back(random.below(static_cast<std::uint32_t>(areas)));
  return chosen;
}

/// An edit of any kind, as a careless user would make it.
inline Edit any_edit(const Session& session, geo::Random& random) {
  const auto& state = session.state();
  const auto ground = session.ground();
  const auto label =
      static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(state.entries.size())));
  const auto areas = some_areas(random, state.label.size());
  switch (random.below(13)) {
    case 0:
      return make_new(ground, state, areas, "").edit;
    case 1:
      return make_merge(ground, state, label, 0).edit;
    case 2:
      return make_rename(state, label, "X" + std::to_string(random.below(1000)), "Another name");
    case 3:
      return make_renumbered(ground, state);
    case 4:
      return make_area_lock(state, areas, random.below(2) == 0);
    case 5:
      return make_filled(ground, state).edit;
    case 6:
      return make_contiguous(ground, state).edit;
    case 7:
      return make_split(ground, state, label).value_or(Edit{});
    case 10: {
      datasets::Note note;
      note.text = "what people say " + std::to_string(random.below(100));
      note.kind = "wish";
      note.area = session.place().areas.code[areas.front()];
      return make_note(state, note);
    }
    case 11:
      return state.notes.empty()
                 ? Edit{}
                 : make_note_off(
                       state, state.notes[random.below(static_cast<std::uint32_t>(state.notes.size()))].id);
    case 12: {
      auto brief = session.brief();
      brief.weights[boundaries::Criterion::compactness] = random.below(5);
      return make_brief(state, boundaries::write_brief(brief), "Another weight");
    }
    case 8:
      return make_move(ground, state, areas, -1).edit;
    default:
      return make_move(ground, state, areas, label).edit;
  }
}

}  // namespace placewright::viewer
