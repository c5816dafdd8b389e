#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "on_screen.h"
#include "viewer/session/export_job.h"

namespace placewright::viewer {
namespace {

/// What the scripts below speak of, found in the demo place.
struct Ground {
  std::string in, over;    ///< areas on both sides of a border; moving `in` to the other side breaks no rule
  std::string home, away;  ///< their neighbourhoods
  std::size_t home_areas, count;  ///< areas of home, neighbourhoods
  std::string plan;
};

Ground ground_of(const Desk& desk) {
  const auto& session = *desk.here.session;
  const auto& codes = session.place().areas.code;
  for (const auto& edge : session.graph().edges()) {
    const auto a = session.state().label[edge.a], b = session.state().label[edge.b];
    if (edge.link || a < 0 || b < 0 || a == b) continue;
    const std::vector<std::uint32_t> one{edge.a};
    if (!session.effect_of(make_move(session.ground(), session.state(), one, b).edit).broken.empty())
      continue;
    const auto id = [&](std::int32_t label) {
      return session.state().entries[static_cast<std::size_t>(label)].id;
    };
    return {codes[edge.a],
            codes[edge.b],
            id(a),
            id(b),
            areas_of(desk.here, a).size(),
            neighbourhoods(desk.here).size(),
            session.state().name};
  }
  return {};
}

void move_areas(Desk& desk, std::size_t count, std::int32_t to) {
  const auto areas = areas_of(desk.here, 0);
  const std::vector<std::uint32_t> some(
      areas.begin(), areas.begin() + static_cast<std::ptrdiff_t>(std::min(count, areas.size())));
  desk.here.session->commit(
      make_move(desk.here.session->ground(), desk.here.session->state(), some, to).edit);
}

/// One area in the middle of another neighbourhood's land.
void tear_apart(Desk& desk) {
  const auto& session = *desk.here.session;
  for (std::uint32_t area = 0; area < session.state().label.size(); ++area) {
    const auto label = session.state().label[area];
    if (label < 0) continue;
    const auto around = session.graph().neighbours(area);
    if (!std::all_of(around.begin(), around.end(),
                     [&](auto other) { return session.state().label[other] == label; }))
      continue;
    const std::vector<std::uint32_t> one{area};
    desk.here.session->commit(make_move(session.ground(), session.state(), one, label == 0 ? 1 : 0).edit);
    return;
  }
}

void work_until_stopped(Desk& desk) {
  desk.dialogs.files.job = std::make_unique<BackJob>(
      "Work",
      [](const BackJob::Progress& progress) -> JobOutcome {
        while (true) {
          progress(0.5, "at work");
          std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
      },
      [] {});
}

void search_until_stopped(Desk& desk) {
  desk.here.machine.doing = MachineDesk::Doing::redrawing;
  desk.here.machine.start = desk.here.session->state();
  desk.here.machine.areas = desk.here.session->question()->area_row;
  desk.here.machine.job = std::make_unique<SearchJob>(
      [labels = desk.here.session->labels_for(desk.here.session->state())](
          const boundaries::Observer& observer, const SearchJob::Met&) {
        while (!*observer.stop) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return JobResult{{{labels, 0.0}}, {}, {}};
      },
      [] {});
}

struct Drive {
  const char* command;
  const char* script;  ///< starts with the place open, nothing chosen
  void (*prepare)(Desk&) = nullptr;
};

// An area is locked: a step. An area is moved over a border: a pending change that breaks nothing.
#define STEP "show {in}\nmap-click {in}\nexpect selected=1\nkey k\nexpect changed=yes\n"
#define PENDING "click row.{away}\nkey t\nshow {in}\nmap-click {in}\nkey m\nexpect pending=1\n"
#define COMPARING STEP "key ctrl+9\nclick compare.with\nclick compare.with:{plan}\n"

const std::vector<Drive>& drives() {
  static const std::vector<Drive> all{
      {"file.open", "key ctrl+o\nexpect dialog=browse\nclick dialog.cancel\nexpect dialog=none\n" STEP
                    "key ctrl+o\nexpect dialog=closing\nclick closing.leave\nexpect dialog=browse\nkey "
                    "esc\nexpect dialog=none\n"},
      {"file.import",
       "key ctrl+i\nexpect dialog=browse\nclick files.beside\nclick dialog.cancel\nexpect dialog=none\n"},
      {"file.save",
       STEP "key ctrl+s\nexpect changed=no\nexpect message=Saved\nmenu file.save\nexpect trouble=no\n"},
      {"file.close", "menu file.close\nexpect open=no\n"},
      {"file.demo", STEP "menu file.demo\nexpect dialog=closing\nclick closing.save\nexpect "
                         "open=yes\nwait-idle\nexpect areas=250\nexpect leaving=no\n"},
      {"file.quit", STEP "key ctrl+q\nexpect dialog=closing\nclick dialog.cancel\nexpect dialog=none\nexpect "
                         "leaving=no\nkey ctrl+q\nkey enter\nexpect changed=no\nexpect leaving=yes\n"},
      {"file.autosave", "menu file.autosave\nexpect autosave=off\nmenu file.autosave\nexpect autosave=on\n"},
      {"file.open_anew", STEP "menu file.open_anew\nexpect dialog=recover\nclick recover.yes\nexpect "
                              "steps=1\nexpect locked_areas=1\n"},
      {"file.stop", "menu file.stop\nwait-idle\nexpect files=idle\n", work_until_stopped},
      {"export.everything",
       "key ctrl+e\nexpect dialog=handout\nkey enter\nwait-idle\nexpect trouble=no\nexpect-widget "
       "message.show\n"},
      {"export.report",
       "menu export.report\nexpect dialog=handout\nkey enter\nwait-idle\nexpect trouble=no\nexpect-widget "
       "message.show\n"},
      {"export.png",
       "menu export.png\nkey enter\nwait-idle\nexpect trouble=no\nexpect-widget message.show\n"},
      {"export.svg",
       "menu export.svg\nkey enter\nwait-idle\nexpect trouble=no\nexpect-widget message.show\n"},
      {"export.pdf",
       "menu export.pdf\nkey enter\nwait-idle\nexpect trouble=no\nexpect-widget message.show\n"},
      {"edit.undo", STEP "key ctrl+z\nexpect steps=0\nexpect locked_areas=0\nexpect changed=no\n"},
      {"edit.redo", STEP "key ctrl+z\nkey ctrl+y\nexpect steps=1\nexpect locked_areas=1\n"},
      {"edit.redo_too", STEP "key ctrl+z\nkey ctrl+shift+z\nexpect steps=1\n"},
      {"edit.accept", "remember assignment\n" PENDING
                      "key enter\nexpect steps=1\nexpect pending=0\nexpect assignment!=$assignment\nkey "
                      "ctrl+z\nexpect assignment=$assignment\n"},
      {"edit.drop",
       PENDING "key esc\nexpect pending=0\nexpect steps=0\nexpect selected=1\nkey esc\nexpect selected=0\n"},
      {"edit.move", "show {in}\nmap-click {in}\nkey m\nexpect pending=0\nkey esc\n" PENDING},
      {"edit.all", "click row.{home}\nkey ctrl+a\nexpect selected={home_areas}\n"},
      {"edit.lock_areas", STEP "expect locked_areas=1\nkey k\nexpect locked_areas=0\n"},
      {"edit.note",
       "remember notes\nshow {in}\nmap-click {in}\nkey ctrl+n\nexpect dialog=note\ntype by the bridge\nkey "
       "b\nkey enter\nexpect dialog=none\nexpect notes!=$notes\nexpect tool=select\nkey ctrl+z\nexpect "
       "notes=$notes\n"},
      {"plan.fill", "expect unassigned=4\nmenu plan.fill\nexpect unassigned=0\nexpect steps=2\n",
       [](Desk& desk) { move_areas(desk, 4, -1); }},
      {"plan.mend",
       "expect not_contiguous!=0\nmenu plan.mend\nexpect not_contiguous=0\nexpect steps=2\nmenu "
       "plan.mend\nexpect steps=2\n",
       tear_apart},
      {"plan.renumber", "menu plan.renumber\nexpect steps=2\nexpect-widget row.N01\n",
       [](Desk& desk) {
         desk.here.session->commit(make_rename(desk.here.session->state(), 0, "X9", "Ninth"));
       }},
      {"plan.lock",
       "click row.{home}\nkey q\nexpect locked_neighbourhoods=1\nshow {in}\nclick row.{away}\nkey "
       "t\nmap-click {in}\nkey m\nexpect pending=0\nclick row.{home}\nkey q\nexpect "
       "locked_neighbourhoods=0\n"},
      {"plan.rename",
       "click row.{home}\nkey f2\nexpect dialog=rename\ntype Riverside\nkey enter\nexpect "
       "dialog=none\nexpect neighbourhood_name=Riverside\n"},
      {"plan.split",
       "remember neighbourhoods\nclick row.{home}\nmenu plan.split\nexpect "
       "neighbourhoods!=$neighbourhoods\nexpect not_contiguous=0\nkey ctrl+z\nexpect "
       "neighbourhoods=$neighbourhoods\n"},
      {"plan.merge",
       "remember neighbourhoods\nclick row.{home}\nmenu plan.merge\nexpect steps=0\nclick row.{away}\nkey "
       "t\nclick row.{home}\nmenu plan.merge\nexpect steps=1\nexpect neighbourhoods!=$neighbourhoods\nkey "
       "ctrl+z\nexpect neighbourhoods=$neighbourhoods\n"},
      {"plan.branch",
       STEP "remember plans\nkey ctrl+b\nexpect dialog=branch\ntype Option B\nkey enter\nexpect plan=Option "
            "B\nexpect plans!=$plans\nexpect changed=no\nexpect steps=1\n"},
      {"plan.take_back",
       "remember plans\nkey ctrl+b\ntype Option B\nkey enter\nexpect plan=Option B\nmenu "
       "plan.take_back\nexpect plans=$plans\nexpect plan={plan}\n"},
      {"plan.redraw_all", "key r\nwait-idle\nexpect job=none\nexpect steps=0\nexpect trouble=no\n"},
      {"plan.redraw_here", "click row.{home}\nkey shift+r\nwait-idle\nexpect job=none\nexpect trouble=no\n"},
      {"plan.redraw_chosen", "click row.{home}\nkey i\nwait-idle\nexpect job=none\nexpect trouble=no\n"},
      {"plan.candidates",
       "menu plan.candidates\nwait-idle\nexpect side=machine\nexpect candidates!=0\nexpect pending!=0\nclick "
       "machine.candidate.1\nclick machine.adopt\n"},
      {"plan.stop", "menu plan.stop\nwait-idle\nexpect job=none\n", search_until_stopped},
      {"plan.references",
       "menu plan.references\nwait-idle\nexpect references!=0\nkey ctrl+8\nexpect side=brief\n"},
      {"plan.why", "show {in}\nmap-click {in}\nkey w\nexpect why!=0\nexpect-widget why.1\n"},
      {"check.next", "key f8\nexpect problem=1\nexpect message!=\n", tear_apart},
      {"check.previous", "remember problems\nkey shift+f8\nexpect problem=$problems\n", tear_apart},
      {"check.next_neighbourhood", "key n\nexpect neighbourhood=N01\nkey n\nexpect neighbourhood=N02\n"},
      {"check.previous_neighbourhood", "key n\nkey n\nkey p\nexpect neighbourhood=N01\n"},
      {"tool.select", "key b\nkey v\nexpect tool=select\n"},
      {"tool.brush", "key b\nexpect tool=brush\n"},
      {"tool.rectangle", "key x\nexpect tool=rectangle\n"},
      {"tool.lasso", "key o\nexpect tool=lasso\n"},
      {"tool.border", "key g\nexpect tool=border\n"},
      {"tool.brush_smaller", "remember brush\nkey [\nexpect brush!=$brush\nkey ]\nexpect brush=$brush\n"},
      {"tool.brush_larger", "remember brush\nkey ]\nexpect brush!=$brush\n"},
      {"tool.unit", "key u\nexpect unit=msoa\nkey u\nexpect unit=ward\nkey u\nexpect unit=area\n"},
      {"tool.target_here", "click row.{away}\nkey t\nexpect receives={away}\n"},
      {"view.fit",
       "remember metres_a_pixel\nkey =\nkey =\nexpect metres_a_pixel!=$metres_a_pixel\nkey f\nexpect "
       "metres_a_pixel=$metres_a_pixel\n"},
      {"view.zoom_in", "remember metres_a_pixel\nkey =\nexpect metres_a_pixel!=$metres_a_pixel\n"},
      {"view.zoom_out", "remember metres_a_pixel\nkey =\nkey -\nexpect metres_a_pixel=$metres_a_pixel\n"},
      {"view.pan_left",
       "remember centre\nkey left\nexpect centre!=$centre\nkey right\nexpect centre=$centre\n"},
      {"view.pan_right", "remember centre\nkey right\nexpect centre!=$centre\n"},
      {"view.pan_up", "remember centre\nkey up\nexpect centre!=$centre\nkey down\nexpect centre=$centre\n"},
      {"view.pan_down", "remember centre\nkey down\nexpect centre!=$centre\n"},
      {"view.legend", "key y\nexpect legend=folded\nkey y\nexpect legend=open\n"},
      {"view.labels", "key l\nexpect labels=off\nkey l\nexpect labels=on\n"},
      {"view.light", "menu view.dark\nmenu view.light\nexpect theme=light\n"},
      {"view.dark", "menu view.dark\nexpect theme=dark\n"},
      {"view.contrast", "menu view.contrast\nexpect theme=contrast\n"},
      {"view.ground_none", "menu view.ground_none\nexpect ground=none\n"},
      {"view.ground_quiet", "menu view.ground_none\nmenu view.ground_quiet\nexpect ground=quiet\n"},
      {"view.ground_full",
       "expect ground=quiet\nmenu view.ground_full\nexpect ground=full\nframes 3\n"
       "click layer.ground\nframes 3\nclick layer.ground:No ground\nframes 2\nexpect ground=none\n"},
      {"view.deuteranopia",
       "menu view.deuteranopia\nexpect sight=deuteranopia\nmenu view.deuteranopia\nexpect sight=normal\n"},
      {"view.protanopia", "menu view.protanopia\nexpect sight=protanopia\n"},
      {"view.tritanopia", "menu view.tritanopia\nexpect sight=tritanopia\n"},
      {"view.text_larger",
       "remember text_scale\nkey ctrl+=\nexpect text_scale!=$text_scale\nkey ctrl+-\nexpect "
       "text_scale=$text_scale\n"},
      {"view.text_smaller", "remember text_scale\nkey ctrl+-\nexpect text_scale!=$text_scale\n"},
      {"view.text_normal",
       "remember text_scale\nkey ctrl+=\nkey ctrl+=\nkey ctrl+0\nexpect text_scale=$text_scale\n"},
      {"view.workshop", "key f11\nexpect workshop=on\nkey f11\nexpect workshop=off\n"},
      {"compare.none", COMPARING "menu compare.none\nexpect compare=none\n"},
      {"compare.swipe",
       COMPARING "menu compare.swipe\nexpect compare=swipe\nexpect-widget compare.divider\n"},
      {"compare.side", COMPARING "menu compare.side\nexpect compare=side\nexpect-widget map.other\n"},
      {"compare.hatch", COMPARING "menu compare.swipe\nmenu compare.hatch\nexpect compare=hatch\n"},
      {"help.search",
       "key ctrl+k\nexpect dialog=search\ntype {in}\nkey enter\nexpect dialog=none\nexpect selected=1\n"},
      {"help.author",
       "menu help.author\nexpect dialog=author\ntype The room\nkey enter\nexpect author=The room\n"},
      {"help.tour", "menu help.tour\nexpect tour=1\nkey enter\nexpect tour=2\nkey esc\nexpect tour=0\n"},
      {"help.shortcuts", "key f1\nexpect dialog=shortcuts\nkey enter\nexpect dialog=none\n"},
  };
  return all;
}
#undef STEP
#undef PENDING
#undef COMPARING

/// Families of commands that differ in one word only.
std::string script_of(const AppCommand& command) {
  const auto& id = command.id;
  if (id.rfind("colour.", 0) == 0) {
    const std::string way =
        command.shortcut.key != 0 ? "key " + shortcut_text(command.shortcut) : "menu " + id;
    return fmt::format("key 2\n{}\nwait-idle\nexpect mode={}\n",
                       id == "colour.deviation" ? "key 1\n" + way : way,
                       command.title.substr(command.title.find(": ") + 2));
  }
  for (const char* part : {"side", "drawer"})
    if (id.rfind(std::string(part) + ".", 0) == 0) {
      // From another panel to this one.
      const bool first = id == "side.inspect" || id == "drawer.table";
      return fmt::format("command {}\n{}\nwait-idle\nexpect {}={}\n",
                         part == std::string("side") ? (first ? "side.machine" : "side.inspect")
                                                     : (first ? "drawer.charts" : "drawer.table"),
                         command.shortcut.key != 0 ? "key " + shortcut_text(command.shortcut) : "menu " + id,
                         part, panel_word(id));
    }
  if (id.rfind("coverage.", 0) == 0)
    return fmt::format(
        "menu {}\nwait-idle\nexpect drawer=coverage\nexpect coverage_page={}\nexpect coverage!=none\n", id,
        command.title);
  return {};
}

const Drive* drive_of(const std::string& id) {
  const auto at =
      std::find_if(drives().begin(), drives().end(), [&](const auto& drive) { return id == drive.command; });
  return at == drives().end() ? nullptr : &*at;
}

TEST(Registry, EveryCommandIsDrivenByAScriptOfThisSuiteAndNoScriptIsForNone) {
  Desk desk;
  register_commands(desk);
  for (const auto& command : desk.commands.all())
    EXPECT_TRUE(drive_of(command.id) != nullptr || !script_of(command).empty())
        << command.id << ": no script drives it";
  std::set<std::string> seen;
  for (const auto& drive : drives()) {
    EXPECT_NE(desk.commands.find(drive.command), nullptr) << drive.command;
    EXPECT_TRUE(seen.insert(drive.command).second) << drive.command;
  }
}

/// By the first word of their ids, so that several can run at a time.
class Driven : public OnScreen, public testing::WithParamInterface<const char*> {};

TEST_P(Driven, EachCommandDoesWhatItSaysByItsKeyOrItsMenu) {
  auto& desk = app->desk();
  std::set<std::string> ran;
  desk.commands.watch([&](const AppCommand& command) { ran.insert(command.id); });
  std::vector<std::string> ids;
  for (const auto& command : desk.commands.all())
    if (command.id.rfind(std::string(GetParam()) + ".", 0) == 0) ids.push_back(command.id);
  ASSERT_FALSE(ids.empty());
  const DemoFile untouched(120);
  for (const auto& id : ids) {
    SCOPED_TRACE(id);
    const OwnFolder own;
    const auto path = (own.folder / "demo.gpkg").string();
    std::filesystem::copy_file(untouched.path, path);
    const auto* drive = drive_of(id);
    // As after the start.
    desk.here.machine.job.reset();
    desk.here.session.reset();
    ASSERT_TRUE(open_place(desk, path, ""));
    for (const char* command : {"tool.select", "drawer.table", "side.inspect", "colour.neighbourhood",
                                "view.light", "view.text_normal"})
      ASSERT_TRUE(desk.commands.run(command));
    desk.view.layers = {};
    desk.view.legend_open = true;
    desk.talk.message.bad = desk.dialogs.quit_wanted = false;
    desk.view.sight = Sight::normal;
    desk.tools.unit = Unit::area;
    const auto ground = ground_of(desk);
    ASSERT_FALSE(ground.in.empty());
    if (drive != nullptr && drive->prepare != nullptr) drive->prepare(desk);
    ran.clear();
    const auto text =
        drive == nullptr
            ? script_of(*desk.commands.find(id))
            : fmt::format(fmt::runtime(drive->script), fmt::arg("in", ground.in),
                          fmt::arg("over", ground.over), fmt::arg("home", ground.home),
                          fmt::arg("away", ground.away), fmt::arg("home_areas", ground.home_areas),
                          fmt::arg("plan", ground.plan));
    EXPECT_EQ(run_script_text(*app, text, id), 0);
    EXPECT_TRUE(ran.contains(id)) << "its script never ran it";
    // Whatever is left open is closed.
    EXPECT_EQ(script("key esc\nkey esc\n"), 0);
    desk.dialogs.open = DialogKind::none;
    EXPECT_EQ(script("wait-idle\n"), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Commands, Driven,
                         testing::Values("file", "export", "edit", "plan", "check", "tool", "view", "colour",
                                         "drawer", "coverage", "side", "compare", "help"),
                         [](const auto& one) { return std::string(one.param); });

class Menus : public OverDemo {};

TEST_F(Menus, EveryItemIsInSightAtTheSmallestScreenOfAMeeting) {
  std::set<std::string> menus;
  for (const auto& command : app->desk().commands.all())
    if (!command.menu.empty()) menus.insert(command.menu);
  for (const auto& menu : menus) {
    SCOPED_TRACE(menu);
    std::string text;
    for (std::size_t end = menu.find('/');; end = menu.find('/', end + 1)) {
      text += "click menu." + menu.substr(0, end) + "\nframes 2\n";
      if (end == std::string::npos) break;
    }
    ASSERT_EQ(script(text), 0);
    for (const auto& command : app->desk().commands.all()) {
      if (command.menu != menu) continue;
      const auto* item = app->names().find("menu." + command.id);
      ASSERT_NE(item, nullptr) << command.id;
      EXPECT_GE(item->from.y, 0) << command.id;
      EXPECT_LE(item->to.y, 720) << command.id;
      EXPECT_LE(item->to.x, 1280) << command.id;
    }
    // Under the pointer a menu within a menu opens anew.
    ASSERT_EQ(script("wheel 0\nkey esc\nkey esc\nkey esc\nframes 3\n"), 0);
  }
}

TEST_F(Menus, EscapeClosesAnOpenListAndDropsNothingElse) {
  const auto ground = ground_of(app->desk());
  ASSERT_EQ(script(fmt::format("click row.{}\nkey t\nshow {}\nmap-click {}\nkey m\nexpect pending=1\nclick "
                               "tool.source\nframes 2\nkey esc\nexpect pending=1\nclick menu.Plan\nframes "
                               "2\nkey esc\nexpect pending=1\nkey esc\nexpect pending=0\n",
                               ground.away, ground.in, ground.in)),
            0);
}

class Exports : public OverDemo {};

TEST_F(Exports, OfEachKindBeginWithWhatTheirKindBeginsWith) {
  const auto plan = session().state().name;
  for (const auto& [command, handout, first] : {std::tuple{"export.report", Handout::report, "<!"},
                                                {"export.png", Handout::map_png, "\x89PNG"},
                                                {"export.svg", Handout::map_svg, "<?xml"},
                                                {"export.pdf", Handout::map_pdf, "%PDF"}}) {
    SCOPED_TRACE(command);
    ASSERT_EQ(script(fmt::format("command {}\nkey enter\nwait-idle\nexpect trouble=no\n", command)), 0);
    std::ifstream stream(handout_path(file.path, plan, handout), std::ios::binary);
    std::string begin(std::string(first).size(), ' ');
    stream.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    EXPECT_EQ(begin, first);
  }
}

}  // namespace
}  // namespace placewright::viewer
