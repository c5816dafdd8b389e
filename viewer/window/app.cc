#include "viewer/window/app.h"

#include <backends/imgui_impl_opengl3.h>
#include <epoxy/gl.h>
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>

#include "viewer/desk/describe.h"
#include "viewer/panels/panels.h"

namespace placewright::viewer {

/// Where the parts of the window stand: whole pixels, so that they meet without a gap.
struct App::Rooms {
  ImVec2 screen;
  float line = 1;             ///< between two parts
  float top = 0, bottom = 0;  ///< of all but the menu and the status, from above
  float left = 0, right = 0, tools = 0, lenses = 0, table = 0,
        status = 0;  ///< as wide or high as that; 0: not there
  float middle_x = 0, middle_w = 0, map_y = 0, table_y = 0;
};

namespace {

constexpr int kKeypadEnter = 335, kKeypadAdd = 334, kKeypadSubtract = 333;

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// The lines between the parts.
void draw_rules(const App::Rooms& rooms, const Theme& theme) {
  auto& draw = *ImGui::GetWindowDrawList();
  const auto rule = [&](float x0, float y0, float x1, float y1) {
    draw.AddRectFilled(ImVec2(x0, y0), ImVec2(x1, y1), theme.panel_line);
  };
  rule(0, rooms.top - rooms.line, rooms.screen.x, rooms.top);
  rule(0, rooms.bottom - rooms.line, rooms.screen.x, rooms.bottom);
  rule(rooms.left, rooms.top, rooms.middle_x, rooms.bottom);
  rule(rooms.middle_x + rooms.middle_w, rooms.top, rooms.screen.x - rooms.right, rooms.bottom);
  rule(rooms.middle_x, rooms.map_y - rooms.line, rooms.middle_x + rooms.middle_w, rooms.map_y);
  rule(rooms.middle_x, rooms.table_y - rooms.line, rooms.middle_x + rooms.middle_w, rooms.table_y);
}

/// A part of the window with its own background and padding.
void part(const char* id, ImVec2 at, ImVec2 size, Rgba background, bool padded, ImGuiWindowFlags flags,
          const std::function<void()>& draw) {
  ImGui::SetCursorScreenPos(at);
  ImGui::PushStyleColor(ImGuiCol_ChildBg, background);
  ImGui::BeginChild(id, size, false,
                    flags | (padded ? ImGuiWindowFlags_AlwaysUseWindowPadding : ImGuiWindowFlags_None));
  draw();
  ImGui::EndChild();
  ImGui::PopStyleColor();
}

}  // namespace

App::App(const AppOptions& options) : options_(options) {
  ImGui::CreateContext();
  auto& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  window_ = options.headless ? open_headless(options.window) : open_window(options.window);
  desk_.headless = options.headless;
  if (options.headless) {
    // Nothing of the machine's user: the same script does the same everywhere, and is asked nothing.
    desk_.dialogs.recent.clear();
    desk_.talk.author = "script";
    desk_.talk.author_known = true;
  }
  desk_.wake = [this] { window_->wake(); };
  register_commands(desk_);
  desk_.view.map = std::make_unique<GlMap>();
  window_->set_input([this](const InputEvent& event) { on_input(event); });
  new_scale();
}

App::~App() {
  clear_table(desk_.here, desk_.view,
              desk_.talk);  // pictures of the graphics card and threads go before the window does
  desk_.view.map.reset();
  window_.reset();
  ImGui::DestroyContext();
}

void App::on_input(const InputEvent& event) {
  active_ = 3;
  switch (event.kind) {
    case InputEvent::Kind::key:
      press({event.key, event.ctrl, event.shift});
      break;
    case InputEvent::Kind::scale:
      desk_.view.scale_changed = true;
      break;
    case InputEvent::Kind::mouse_button:
      on_widgets_ = false;
      break;
    case InputEvent::Kind::drop:
      drop_files(desk_, event.paths);
      break;
    default:
      break;
  }
}

void App::press(Shortcut key) {
  if (key.key == kKeypadEnter) key.key = keys::enter;
  if (key.key == kKeypadAdd) key.key = '=';
  if (key.key == kKeypadSubtract) key.key = '-';
  if (key.key == '=') key.shift = false;
  if (desk_.dialogs.open != DialogKind::none) {
    if (key.key == keys::enter) desk_.dialogs.accept = true;
    if (desk_.dialogs.open == DialogKind::search && (key.key == keys::up || key.key == keys::down)) {
      desk_.here.hit_at += key.key == keys::down ? 1 : -1;
      desk_.here.hit_moved = true;
    }
    if (key.key == keys::escape && desk_.dialogs.open != DialogKind::recover)
      desk_.dialogs.open = DialogKind::none;
    return;
  }
  if (desk_.tools.tour > 0 && (key.key == keys::enter || key.key == keys::escape)) {
    desk_.tools.tour = key.key == keys::enter && desk_.tools.tour < kTourSteps ? desk_.tools.tour + 1 : 0;
    return;
  }
  // While the user writes, letters are letters.
  const bool writes = ImGui::GetIO().WantTextInput;
  if (writes && !(key.ctrl && (key.key == 'S' || key.key == 'K')) && key.key < keys::f1) return;
  const bool arrow = key.key >= keys::right && key.key <= keys::up;
  // An open menu or list has these keys: Esc closes it, and drops nothing else.
  if ((arrow || key.key == keys::enter || key.key == keys::escape || key.key == keys::space) &&
      ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup))
    return;
  // Tab goes to the widgets, which have these keys then; Esc or the mouse leads back to the map.
  if (key.key == keys::tab) on_widgets_ = true;
  if (on_widgets_ && key.key == keys::escape) {
    on_widgets_ = false;
    return;
  }
  if (on_widgets_ && (arrow || key.key == keys::space || (key.key == keys::enter && !desk_.here.pending)))
    return;
  desk_.commands.press(key);
}

void App::new_scale() {
  desk_.view.scale_changed = false;
  const float scale = window_->content_scale() * desk_.view.text_scale;
  if (fonts_.body != nullptr && scale == desk_.view.scale) return;
  desk_.view.scale = scale;
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  fonts_ = load_fonts(desk_.view.scale);
  ImGui_ImplOpenGL3_CreateFontsTexture();
  window_->forget();
  desk_.view.theme_changed = true;
  if (desk_.view.map) desk_.view.map->touch();
}

App::Rooms App::rooms_of(Tools& in_hand, ui::Pen& pen, ImVec2 screen, float top) {
  Rooms rooms;
  rooms.screen = screen;
  rooms.top = top;
  const bool workshop = in_hand.workshop;
  const float left_wish = std::floor(std::clamp(screen.x * 0.17f, pen.px(235), pen.px(300))),
              right_wish = std::floor(std::clamp(screen.x * 0.2f, pen.px(275), pen.px(350)));
  // Where text is large for the window the map keeps half of it, and what stands on the left becomes a tab
  // on the right.
  in_hand.narrow = !workshop && screen.x - left_wish - right_wish < std::max(pen.px(430), screen.x * 0.38f);
  rooms.left = workshop || in_hand.narrow ? 0 : left_wish;
  rooms.right = in_hand.narrow || workshop ? std::floor(std::min(right_wish, screen.x * 0.5f)) : right_wish;
  rooms.status = std::floor(ImGui::GetFrameHeight() + pen.px(10));
  rooms.tools = std::floor(ImGui::GetFrameHeight() + pen.px(14) +
                           (!workshop && toolbar_lines(pen, screen.x - rooms.left - rooms.right - 2) == 2
                                ? ImGui::GetFrameHeightWithSpacing()
                                : 0));
  rooms.bottom = screen.y - rooms.status;
  rooms.lenses = std::floor(ImGui::GetFrameHeight() + pen.px(6));
  const float whole = rooms.bottom - top, room = whole - rooms.tools - rooms.lenses,
              least = std::min(pen.px(150), room * 0.5f);
  if (!workshop)
    rooms.table = std::floor(std::clamp(whole * drawer_share(in_hand, pen, whole), least,
                                        std::max(least, room - std::min(pen.px(120), room * 0.36f))));
  rooms.middle_x = rooms.left + rooms.line;
  rooms.middle_w = screen.x - rooms.left - rooms.right - 2 * rooms.line;
  rooms.map_y = top + rooms.tools + rooms.lenses + rooms.line;
  rooms.table_y = rooms.bottom - rooms.table;
  return rooms;
}

void App::draw_middle(ui::Pen& pen, const Rooms& rooms) {
  const bool workshop = desk_.tools.workshop;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(pen.px(8), pen.px(7)));
  part("tools", ImVec2(rooms.middle_x, rooms.top), ImVec2(rooms.middle_w, rooms.tools),
       desk_.view.theme.panel, true, ImGuiWindowFlags_NoScrollbar, [&] {
         workshop ? draw_workshop_bar(desk_.here, desk_.tools, desk_.commands, pen)
                  : draw_toolbar(desk_.here, desk_.tools, desk_.commands, pen);
       });
  ImGui::PopStyleVar();
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(pen.px(8), pen.px(1)));
  part("lens_part", ImVec2(rooms.middle_x, rooms.top + rooms.tools), ImVec2(rooms.middle_w, rooms.lenses),
       desk_.view.theme.panel, true, ImGuiWindowFlags_NoScrollbar,
       [&] { draw_lens_strip(desk_.here, desk_.view, pen); });
  ImGui::PopStyleVar();
  part("map_part", ImVec2(rooms.middle_x, rooms.map_y),
       ImVec2(rooms.middle_w, rooms.table_y - rooms.map_y - rooms.line), 0, false,
       ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNav,
       [&] { draw_map(desk_, pen); });
  draw_on_map(pen, rooms);
  if (workshop) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(pen.px(8), pen.px(6)));
  part("table_part", ImVec2(rooms.middle_x, rooms.table_y), ImVec2(rooms.middle_w, rooms.table - rooms.line),
       desk_.view.theme.panel, true, ImGuiWindowFlags_NoScrollbar, [&] { draw_drawer(desk_, pen); });
  ImGui::PopStyleVar();
  // The line between map and drawer is held with the mouse.
  ImGui::SetCursorScreenPos(ImVec2(rooms.middle_x, rooms.table_y - pen.px(4)));
  part("divider_part", ImVec2(rooms.middle_x, rooms.table_y - pen.px(4)), ImVec2(rooms.middle_w, pen.px(7)),
       0, false, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoNav,
       [&] { draw_divider(desk_.tools, pen, rooms.bottom - rooms.top); });
}

void App::draw_on_map(ui::Pen& pen, const Rooms& rooms) {
  const bool workshop = desk_.tools.workshop;
  desk_.view.covered.clear();
  draw_map_cards(pen, rooms);
  if (const auto size = zoom_size(pen); !workshop && rooms.table_y - rooms.map_y > size.y + pen.px(40))
    part("zoom_part",
         ImVec2(rooms.middle_x + rooms.middle_w - size.x - pen.px(12),
                rooms.table_y - rooms.line - size.y - pen.px(12)),
         size, 0, false, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse,
         [&] { draw_zoom(desk_.commands, pen); });
  if (const auto size = brush_size(pen); !workshop && desk_.tools.tool == Tool::brush)
    part("brush_part",
         ImVec2(rooms.middle_x + rooms.middle_w - size.x - pen.px(12), rooms.map_y + pen.px(12)), size, 0,
         false, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse,
         [&] { draw_brush_size(desk_.tools, pen); });
}

void App::draw_map_cards(ui::Pen& pen, const Rooms& rooms) {
  auto& view = desk_.view;
  const float gap = pen.px(10), map_h = rooms.table_y - rooms.line - rooms.map_y;
  const bool beside = desk_.here.comparison.shows(CompareMode::side);
  const float left = rooms.middle_x + (beside ? std::floor(rooms.middle_w / 2) : 0) + gap,
              width = rooms.middle_w / (beside ? 2.f : 1.f);
  const auto cover = [&](ImVec2 at, ImVec2 size) {
    view.covered.push_back({at.x, at.y, at.x + size.x, at.y + size.y});
  };
  float lists = 0;
  if (has_pickers(desk_.here, *view.lens)) {
    const float room = width - 2 * gap;
    const bool named = beside || desk_.here.comparison.shows(CompareMode::swipe);  // plans are, up there
    const ImVec2 at(left, rooms.map_y + pen.px(named ? 48 : 8)),
        size(view.pickers_width > 0 ? std::min(room, view.pickers_width) : room,
             std::max(view.pickers_height, ImGui::GetFrameHeight()) + pen.px(2));
    part("pickers_part", at, size, 0, false,
         ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse,
         [&] { draw_pickers(desk_.here, view, pen, room); });
    cover(at, size);
    lists = size.y + pen.px(8);
  }
  // Above the scale; over it where the map is low.
  const bool low = map_h < pen.px(230);
  const float foot = low ? pen.px(4) : pen.px(44),
              most = std::max(std::min(pen.px(30), map_h - 2 * foot), map_h - foot - lists - gap);
  const ImVec2 size(std::floor(std::min(legend_width(view, pen), 0.45f * width)),
                    std::floor(std::min(most, std::max(view.legend_height, pen.px(30)))));
  const ImVec2 at(left, rooms.table_y - rooms.line - foot - size.y);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(pen.px(10), pen.px(7)));
  ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarSize, pen.px(8));
  // Something of the window itself before it: else what frames a child is painted with the part before, below
  // the map.
  ImGui::GetWindowDrawList()->AddRectFilled(at, ImVec2(at.x + size.x, at.y + size.y), view.theme.panel);
  part("legend_part", at, size, 0, true,
       view.legend_height <= most ? ImGuiWindowFlags_NoScrollbar : ImGuiWindowFlags_None,
       [&] { draw_legend(desk_.here, view, pen, map_h > pen.px(400)); });
  ImGui::PopStyleVar(2);
  names_.mark_rect("legend", at, ImVec2(at.x + size.x, at.y + size.y), desk_.here.colours->legend.title);
  cover(at, size);
}

void App::draw_rooms(ui::Pen& pen, const Rooms& rooms) {
  draw_rules(rooms, desk_.view.theme);
  if (rooms.left > 0)
    part("left", ImVec2(0, rooms.top), ImVec2(rooms.left, rooms.bottom - rooms.top - rooms.line),
         desk_.view.theme.panel, true, 0, [&] { draw_left(desk_, pen); });
  draw_middle(pen, rooms);
  part("right", ImVec2(rooms.screen.x - rooms.right, rooms.top),
       ImVec2(rooms.right, rooms.bottom - rooms.top - rooms.line), desk_.view.theme.panel, true, 0,
       [&] { draw_right(desk_, pen); });
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(pen.px(10), pen.px(5)));
  part("status", ImVec2(0, rooms.bottom), ImVec2(rooms.screen.x, rooms.status), desk_.view.theme.panel, true,
       ImGuiWindowFlags_NoScrollbar, [&] {
         if (desk_.here.session) draw_status(desk_.here, desk_.commands, pen);
       });
  ImGui::PopStyleVar();
  draw_message(desk_, pen, ImVec2(rooms.middle_x + rooms.middle_w / 2, rooms.table_y - pen.px(14)));
  draw_file_job(desk_.dialogs, pen, ImVec2(rooms.middle_x + rooms.middle_w / 2, rooms.table_y - pen.px(70)));
}

void App::layout() {
  ui::Pen pen{names_, desk_.view.theme, fonts_, desk_.view.scale,
              desk_.here.session ? datasets::unit_word(desk_.here.session->place()) : datasets::UnitWord()};
  const auto screen = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(screen);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  // Its parts cover it: a background of its own would be painted twice, which counts where there is no
  // graphics card.
  ImGui::Begin("##root", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoSavedSettings |
                   (desk_.tools.workshop ? 0 : ImGuiWindowFlags_MenuBar) | ImGuiWindowFlags_NoNavFocus |
                   ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
  if (!desk_.tools.workshop) draw_menu(desk_.commands, pen);
  const float top = desk_.tools.workshop ? 0 : std::floor(ImGui::GetFrameHeight()) + 1;
  if (!desk_.here.session) {
    part("welcome_part", ImVec2(0, top), ImVec2(screen.x, screen.y - top), desk_.view.theme.panel, true, 0,
         [&] { draw_welcome(desk_, pen); });
  } else {
    draw_rooms(pen, rooms_of(desk_.tools, pen, screen, top));
  }
  if (!desk_.here.session) {
    draw_message(desk_, pen, ImVec2(screen.x / 2, screen.y - pen.px(30)));
    draw_file_job(desk_.dialogs, pen, ImVec2(screen.x / 2, screen.y - pen.px(90)));
  }
  draw_dialogs(desk_, pen);
  ImGui::End();
  draw_tour(desk_.here, desk_.tools, desk_.dialogs, pen);
}

void App::frame() {
  if (desk_.view.scale_changed) new_scale();
  if (desk_.view.theme_changed) {
    apply_theme(desk_.view.theme, desk_.view.scale);
    desk_.view.theme_changed = false;
  }
  desk_.talk.clock = options_.headless ? static_cast<double>(frames_) / 60 : seconds_now();
  follow_job(desk_.here, desk_.tools, desk_.talk);
  if (options_.headless) keep_safe(desk_);
  follow_files(desk_);
  window_->begin_frame();
  auto& io = ImGui::GetIO();
  io.DeltaTime = std::max(io.DeltaTime, 1e-4f);  // this version stops the program at none
  // ImGui's own walk over widgets would take the arrow keys from the map.
  // The list of the search box has arrows of its own.
  const bool walks = desk_.dialogs.open != DialogKind::search &&
                     (on_widgets_ || desk_.dialogs.open != DialogKind::none || !desk_.here.session ||
                      ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
  io.ConfigFlags = walks ? io.ConfigFlags | ImGuiConfigFlags_NavEnableKeyboard
                         : io.ConfigFlags & ~ImGuiConfigFlags_NavEnableKeyboard;
  ImGui::NewFrame();
  names_.begin_frame();
  layout();
  ImGui::Render();
  window_->end_frame();
  ++frames_;
  if (!options_.state_file.empty()) write_state();
}

void App::write_state() {
  auto state = describe(desk_);
  auto text = describe_json(state);
  if (text == state_written_) return;
  state["frames"] = std::to_string(frames_);
  std::ofstream(options_.state_file) << describe_json(state) << '\n';
  state_written_ = std::move(text);
}

void App::finish_drawing() { glFinish(); }

void App::run() {
  while (true) {
    // Nothing happened: no frame, until something does. A text cursor blinks and a message goes by itself.
    const bool blinks = ImGui::GetCurrentContext() != nullptr && ImGui::GetIO().WantTextInput;
    const bool message = !desk_.talk.message.text.empty() && desk_.talk.clock <= desk_.talk.message.until;
    const bool works = busy(desk_.here, desk_.dialogs);
    if (active_ > 0) {
      window_->wait(0);
    } else {
      window_->wait(works ? 0.1 : blinks ? 0.25 : message ? 0.5 : desk_.here.session ? 5 : 30);
      desk_.talk.clock = seconds_now();
      // The machine's news alone is worth a frame, not its working.
      const bool news = desk_.here.machine.job == nullptr || desk_.here.machine.job->has_news() ||
                        !desk_.here.coming.empty() || desk_.here.coverage.busy;
      if (active_ == 0 && ((works && news) || blinks || message)) active_ = 1;
      if (keep_safe(desk_)) active_ = std::max(active_, 2);
    }
    if (window_->closing()) {
      window_->set_closing(false);
      desk_.commands.run("file.quit");
      active_ = 3;
    }
    if (desk_.dialogs.quit_wanted) return;
    if (active_ == 0) continue;
    --active_;
    frame();
    if (ImGui::IsAnyMouseDown()) active_ = std::max(active_, 1);
    const auto title = desk_.here.session
                           ? fmt::format("{}{} - {} - Placewright", desk_.here.session->changed() ? "* " : "",
                                         desk_.here.session->state().name, desk_.here.session->place().name)
                           : std::string("Placewright");
    window_->set_title(title);
  }
}

}  // namespace placewright::viewer
