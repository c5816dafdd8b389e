#include <algorithm>
#include <array>
#include <utility>

#include "viewer/desk/desk.h"

namespace placewright::viewer {
namespace {

constexpr Shortcut ctrl(int key) { return {key, true, false}; }
constexpr Shortcut plain(int key) { return {key, false, false}; }

/// True: the name is asked for first, and the command runs when it is given.
bool asks_author(Dialogs& dialogs, const Talk& talk, const char* then) {
  if (talk.author_known) return false;
  dialogs.open = DialogKind::author;
  dialogs.text = talk.author;
  dialogs.after_author = then;
  return true;
}

void add_file(Desk& desk, AppCommands& list, const std::function<bool()>& have) {
  list.add({"file.save", "File", "Save plan", ctrl('S'),
            [&desk] { return desk.here.session && !desk.here.session->read_only(); },
            [&desk] {
              if (asks_author(desk.dialogs, desk.talk, "file.save")) return;
              save_plan(desk.here, desk.talk);
            }});
  list.add({"file.close", "File", "Close place", {}, have, [&desk] {
              if (asks_to_save(desk.here, desk.dialogs, "file.close")) return;
              drop_pending(desk.here, desk.talk);
              const auto path = desk.here.session->path();
              clear_table(desk.here, desk.view, desk.talk);
              say(desk.talk, "Closed: " + path);
            }});
  list.add({"file.demo",
            "File",
            "Open the demo place",
            {},
            [&desk] { return !desk.dialogs.files.job; },
            [&desk] {
              if (!asks_to_save(desk.here, desk.dialogs, "file.demo")) open_demo(desk);
            }});
  list.add({"file.quit", "File", "Quit", ctrl('Q'), {}, [&desk] {
              if (asks_to_save(desk.here, desk.dialogs, "file.quit")) return;
              // A file half written helps nobody: the window goes when it is done.
              desk.dialogs.quit_when_done = desk.dialogs.files.job != nullptr;
              desk.dialogs.quit_wanted = !desk.dialogs.quit_when_done;
              if (desk.dialogs.quit_when_done)
                say(desk.talk,
                    desk.dialogs.files.job->title() +
                        " is still at work: the window closes when it is done, or when you stop it");
            }});
}

void add_edit(Desk& desk, AppCommands& list, const std::function<bool()>& have) {
  const auto undo = [&desk] {
    drop_pending(desk.here, desk.talk);
    attempt(desk.talk, [&] {
      const auto& history = desk.here.session->history();
      if (desk.here.session->undo())
        say(desk.talk, "Taken back: " + history.steps()[history.done()].sentence);
      else
        say(desk.talk, "Nothing to undo");
    });
  };
  const auto redo = [&desk] {
    drop_pending(desk.here, desk.talk);
    attempt(desk.talk, [&] {
      const auto& history = desk.here.session->history();
      if (desk.here.session->redo())
        say(desk.talk, "Again: " + history.steps()[history.done() - 1].sentence);
      else
        say(desk.talk, "Nothing to redo");
    });
  };
  const auto chosen = [&desk] { return desk.here.session && desk.here.neighbourhood >= 0; };
  const auto waiting = [&desk] { return desk.here.session && desk.here.pending.has_value(); };
  list.add({"edit.undo", "Edit", "Undo", ctrl('Z'),
            [&desk] { return desk.here.session && desk.here.session->history().done() > 0; }, undo});
  list.add({"edit.redo", "Edit", "Redo", ctrl('Y'),
            [&desk] {
              return desk.here.session &&
                     desk.here.session->history().done() < desk.here.session->history().steps().size();
            },
            redo});
  list.add({"edit.redo_too", "", "Redo", {'Z', true, true}, have, redo});
  list.add({"edit.accept", "Edit", "Accept the pending change", plain(keys::enter), waiting,
            [&desk] { accept_pending(desk.here, desk.dialogs, desk.talk); }});
  list.add(
      {"edit.drop", "Edit", "Drop the pending change, or the selection", plain(keys::escape), have, [&desk] {
         if (desk.here.pending || desk.here.stroke_on)
           drop_pending(desk.here, desk.talk);
         else
           clear_selection(desk.here);
       }});
  list.add({"edit.move", "Edit", "Move the selected areas to the target", plain('M'),
            [&desk] { return desk.here.session && !desk.here.selected.empty(); },
            [&desk] {
              if (desk.here.target.kind == Target::Kind::where_started) {
                say(desk.talk, "Choose first, in the toolbar, where the areas shall go");
                return;
              }
              propose(desk.here, desk.talk, desk.here.selected, std::nullopt);
            }});
  list.add({"edit.all", "Edit", "Select the whole neighbourhood's areas", ctrl('A'), chosen,
            [&desk] { desk.here.selected = areas_of(desk.here, desk.here.neighbourhood); }});
  list.add({"edit.lock_areas", "Edit", "Lock or unlock the selected areas", plain('K'),
            [&desk] { return desk.here.session && !desk.here.selected.empty(); },
            [&desk] {
              const bool open =
                  std::any_of(desk.here.selected.begin(), desk.here.selected.end(),
                              [&](auto area) { return desk.here.session->state().area_locked[area] == 0; });
              make(desk.here, desk.talk, make_area_lock(desk.here.session->state(), desk.here.selected, open),
                   "");
            }});
  list.add({"edit.note", "Edit", "Note on the selected area...", ctrl('N'),
            [&desk] { return desk.here.session && !desk.here.selected.empty(); },
            [&desk] {
              if (asks_author(desk.dialogs, desk.talk, "edit.note")) return;
              desk.dialogs.open = DialogKind::note;
              desk.dialogs.text.clear();
            }});
}

void add_plan(Desk& desk, AppCommands& list, const std::function<bool()>& have) {
  const auto chosen = [&desk] { return desk.here.session && desk.here.neighbourhood >= 0; };
  list.add({"plan.fill", "Plan", "Fill unassigned areas in", {}, have, [&desk] {
              make(desk.here, desk.talk,
                   make_filled(desk.here.session->ground(), desk.here.session->state()).edit,
                   "No unassigned area touches an open neighbourhood");
            }});
  list.add({"plan.mend", "Plan", "Mend contiguity", {}, have, [&desk] {
              make(desk.here, desk.talk,
                   make_contiguous(desk.here.session->ground(), desk.here.session->state()).edit,
                   "Every open neighbourhood is in one piece already");
            }});
  list.add({"plan.renumber", "Plan", "Renumber from north-west to south-east", {}, have, [&desk] {
              make(desk.here, desk.talk,
                   make_renumbered(desk.here.session->ground(), desk.here.session->state()),
                   "The numbers are in order already");
            }});
  list.add(
      {"plan.lock", "Plan", "Lock or unlock the neighbourhood", plain('Q'), chosen, [&desk] {
         const bool locked =
             desk.here.session->state().entries[static_cast<std::size_t>(desk.here.neighbourhood)].locked;
         make(desk.here, desk.talk,
              make_neighbourhood_lock(desk.here.session->state(), desk.here.neighbourhood, !locked), "");
       }});
  list.add({"plan.rename", "Plan", "Rename the neighbourhood...", plain(keys::f1 + 1), chosen, [&desk] {
              desk.dialogs.open = DialogKind::rename;
              const auto& entry =
                  desk.here.session->state().entries[static_cast<std::size_t>(desk.here.neighbourhood)];
              desk.dialogs.text = entry.name;
              desk.dialogs.second_text = entry.id;
            }});
  list.add({"plan.split", "Plan", "Split the neighbourhood in two", {}, chosen, [&desk] {
              auto edit = make_split(desk.here.session->ground(), desk.here.session->state(),
                                     desk.here.neighbourhood);
              make(desk.here, desk.talk, edit ? *edit : Edit{},
                   "It cannot be split: it is in pieces, locked, or of one area");
            }});
  list.add({"plan.merge",
            "Plan",
            "Merge the neighbourhood into the target",
            {},
            [&desk] { return desk.here.session && desk.here.neighbourhood >= 0; },
            [&desk] {
              if (desk.here.target.kind != Target::Kind::one ||
                  desk.here.target.label == desk.here.neighbourhood) {
                say(desk.talk, "Choose first, in the toolbar, the neighbourhood that takes it in");
                return;
              }
              make(desk.here, desk.talk,
                   make_merge(desk.here.session->ground(), desk.here.session->state(),
                              desk.here.neighbourhood, desk.here.target.label)
                       .edit,
                   "It is locked");
            }});
  list.add({"plan.branch", "Plan", "New plan from this one...", ctrl('B'), have, [&desk] {
              desk.dialogs.open = DialogKind::branch;
              desk.dialogs.text = desk.here.session->state().name + " 2";
            }});
  list.add({"check.next", "Check", "Next problem", plain(keys::f8), have,
            [&desk] { next_problem(desk.here, desk.view, desk.talk, 1); }});
  list.add({"check.previous", "Check", "Previous problem", {keys::f8, false, true}, have, [&desk] {
              next_problem(desk.here, desk.view, desk.talk, -1);
            }});
  list.add({"check.next_neighbourhood", "Check", "Next neighbourhood", plain('N'), have,
            [&desk] { next_neighbourhood(desk.here, desk.view, 1); }});
  list.add({"check.previous_neighbourhood", "Check", "Previous neighbourhood", plain('P'), have,
            [&desk] { next_neighbourhood(desk.here, desk.view, -1); }});
}

void add_tools(Desk& desk, AppCommands& list) {
  const std::array<std::tuple<const char*, const char*, Tool, int>, 5> tools{
      {{"tool.select", "Select", Tool::select, 'V'},
       {"tool.brush", "Brush", Tool::brush, 'B'},
       {"tool.rectangle", "Rectangle", Tool::rectangle, 'X'},
       {"tool.lasso", "Lasso", Tool::lasso, 'O'},
       {"tool.border", "Drag a border", Tool::border, 'G'}}};
  for (const auto& [id, title, tool, key] : tools)
    list.add({id,
              "Tools",
              title,
              plain(key),
              {},
              [&desk, tool = tool] { desk.tools.tool = tool; },
              [&desk, tool = tool] { return desk.tools.tool == tool; }});
  list.add({"tool.brush_smaller", "Tools", "Smaller brush", plain('['), {}, [&desk] {
              desk.tools.brush_px = std::max(2.0f, desk.tools.brush_px / 1.3f);
            }});
  list.add({"tool.brush_larger", "Tools", "Larger brush", plain(']'), {}, [&desk] {
              desk.tools.brush_px = std::min(80.0f, desk.tools.brush_px * 1.3f);
            }});
  list.add({"tool.unit", "Tools", "Next unit: area, MSOA, ward", plain('U'), {}, [&desk] {
              desk.tools.unit = static_cast<Unit>((static_cast<int>(desk.tools.unit) + 1) % 3);
            }});
}

void add_view(Desk& desk, AppCommands& list, const std::function<bool()>& have) {
  list.add({"view.fit", "View", "Whole place", plain('F'), have, [&desk] { desk.here.fit_wanted = true; }});
  const auto zoom = [&desk](double factor) {
    return [&desk, factor] {
      desk.view.camera.zoom_at(factor, desk.view.width / 2, desk.view.height / 2, desk.view.width,
                               desk.view.height);
    };
  };
  const auto pan = [&desk](double x, double y) {
    return [&desk, x, y] {
      desk.view.camera.centre.x += x * desk.view.width * desk.view.camera.m_per_px;
      desk.view.camera.centre.y += y * desk.view.height * desk.view.camera.m_per_px;
    };
  };
  list.add({"view.zoom_in", "View", "Nearer", plain('='), have, zoom(1.4)});
  list.add({"view.zoom_out", "View", "Farther", plain('-'), have, zoom(1 / 1.4)});
  list.add({"view.pan_left", "", "Pan left", plain(keys::left), have, pan(-0.2, 0)});
  list.add({"view.pan_right", "", "Pan right", plain(keys::right), have, pan(0.2, 0)});
  list.add({"view.pan_up", "", "Pan up", plain(keys::up), have, pan(0, 0.2)});
  list.add({"view.pan_down", "", "Pan down", plain(keys::down), have, pan(0, -0.2)});
  list.add({"view.legend", "View", "Legend on the map", plain('Y'), have,
            [&desk] { desk.view.legend_open = !desk.view.legend_open; },
            [&desk] { return desk.view.legend_open; }});
  list.add({"view.labels", "View", "Labels", plain('L'), have,
            [&desk] { desk.view.layers.labels = !desk.view.layers.labels; },
            [&desk] { return desk.view.layers.labels; }});
  const std::array<std::tuple<const char*, const char*, GroundShow>, 3> grounds{
      {{"view.ground_none", "No ground", GroundShow::none},
       {"view.ground_quiet", "Quiet ground", GroundShow::quiet},
       {"view.ground_full", "Full ground", GroundShow::full}}};
  for (const auto& [id, title, show] : grounds)
    list.add({id,
              "View/Ground",
              title,
              {},
              have,
              [&desk, show = show] { desk.view.layers.ground = show; },
              [&desk, show = show] { return desk.view.layers.ground == show; }});
  for (const auto* lens : lenses_by_key())
    list.add({lens->id, "View/Colour by", std::string("Colour by: ") + lens->name,
              lens->digit > 0 ? plain('0' + lens->digit) : Shortcut{}, have,
              [&desk, lens] { desk.view.lens = lens; }, [&desk, lens] { return desk.view.lens == lens; }});
  const auto theme = [&desk](ThemeKind kind) {
    return [&desk, kind] {
      desk.view.theme = theme_of(kind);
      desk.view.theme_changed = true;
    };
  };
  list.add({"view.light", "View/Theme", "Light theme", {}, {}, theme(ThemeKind::light), [&desk] {
              return desk.view.theme.kind == ThemeKind::light;
            }});
  list.add({"view.dark", "View/Theme", "Dark theme", {}, {}, theme(ThemeKind::dark), [&desk] {
              return desk.view.theme.kind == ThemeKind::dark;
            }});
  list.add({"view.contrast", "View/Theme", "High contrast", {}, {}, theme(ThemeKind::contrast), [&desk] {
              return desk.view.theme.kind == ThemeKind::contrast;
            }});
  const auto sight = [&desk](Sight seen) {
    return [&desk, seen] { desk.view.sight = desk.view.sight == seen ? Sight::normal : seen; };
  };
  list.add({"view.deuteranopia",
            "View/Theme",
            "As seen without green cones",
            {},
            {},
            sight(Sight::deuteranopia),
            [&desk] { return desk.view.sight == Sight::deuteranopia; }});
  list.add({"view.protanopia",
            "View/Theme",
            "As seen without red cones",
            {},
            {},
            sight(Sight::protanopia),
            [&desk] { return desk.view.sight == Sight::protanopia; }});
  list.add({"view.tritanopia",
            "View/Theme",
            "As seen without blue cones",
            {},
            {},
            sight(Sight::tritanopia),
            [&desk] { return desk.view.sight == Sight::tritanopia; }});
  const auto text = [&desk](float factor) {
    return [&desk, factor] {
      desk.view.text_scale = factor == 0 ? 1 : std::clamp(desk.view.text_scale * factor, 0.75f, 2.5f);
      desk.view.scale_changed = true;
    };
  };
  list.add({"view.text_larger", "View/Text", "Larger text", ctrl('='), {}, text(1.15f)});
  list.add({"view.text_smaller", "View/Text", "Smaller text", ctrl('-'), {}, text(1 / 1.15f)});
  list.add({"view.text_normal", "View/Text", "Normal text", ctrl('0'), {}, text(0)});
}

}  // namespace

bool asks_to_save(const OnTheTable& here, Dialogs& dialogs, const char* then) {
  if (!here.session || !here.session->changed() || dialogs.leave_unsaved) return false;
  dialogs.open = DialogKind::closing;
  dialogs.leaving = then;
  return true;
}

void register_commands(Desk& desk) {
  auto& list = desk.commands;
  const std::function<bool()> have = [&desk] { return desk.here.session != nullptr; };
  register_file_commands(desk);
  add_file(desk, list, have);
  add_edit(desk, list, have);
  add_tools(desk, list);
  add_plan(desk, list, have);
  add_view(desk, list, have);
  register_drawer_commands(desk);
  register_machine_commands(desk);
  register_plan_commands(desk);
  list.add(
      {"help.search", "Help", "Search commands, areas, practices, neighbourhoods", ctrl('K'), {}, [&desk] {
         desk.dialogs.open = DialogKind::search;
         desk.dialogs.text.clear();
         desk.here.hits.forget();
         desk.here.hit_at = 0;
       }});
  list.add({"help.author", "Help", "Who sits here...", {}, {}, [&desk] {
              desk.dialogs.open = DialogKind::author;
              desk.dialogs.text = desk.talk.author;
              desk.dialogs.after_author.clear();
            }});
  list.add({"help.tour", "Help", "Guided tour of five steps", {}, have, [&desk] {
              set_workshop(desk.here, desk.view, desk.tools, false);
              show_drawer(desk.here, desk.view, desk.tools, "drawer.table");
              desk.tools.tour = 1;
            }});
  list.add({"view.workshop", "View", "Workshop: large text, five tools", plain(keys::f1 + 10), have,
            [&desk] { set_workshop(desk.here, desk.view, desk.tools, !desk.tools.workshop); },
            [&desk] { return desk.tools.workshop; }});
  list.add({"help.shortcuts", "Help", "Shortcuts", plain(keys::f1), {}, [&desk] {
              desk.dialogs.open = DialogKind::shortcuts;
            }});
}

}  // namespace placewright::viewer
