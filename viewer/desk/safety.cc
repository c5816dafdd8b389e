#include "viewer/desk/desk.h"

namespace placewright::viewer {
namespace {

constexpr double kLookEvery = 2, kSaveEvery = 120;  // seconds
constexpr int kQuickWaitMs = 200;                   // nobody asked for it now: it is tried again

}  // namespace

bool keep_safe(Desk& desk) {
  if (!desk.session) return false;
  bool news = false;
  if (desk.clock >= desk.looked_at_disk + kLookEvery || desk.clock < desk.looked_at_disk) {
    desk.looked_at_disk = desk.clock;
    const bool changed = desk.session->changed_on_disk();
    news = changed != desk.disk_changed;
    desk.disk_changed = changed;
    if (!changed) desk.disk_change_seen = false;
  }
  if (!desk.session->changed()) desk.saved_at = desk.clock;
  const bool quiet = !desk.pending && !desk.stroke_on && desk.dialog == DialogKind::none;
  // Nobody watches a script save: it says itself when.
  if (desk.autosave && !desk.headless && desk.author_known && quiet && !desk.disk_changed &&
      !desk.session->read_only() && desk.clock > desk.saved_at + kSaveEvery) {
    desk.saved_at = desk.clock;
    if (attempt(desk, [&] { desk.session->save(desk.author, now_text(), kQuickWaitMs); }))
      say(desk, "Saved by itself");
    news = true;
  }
  return news;
}

void open_anew(Desk& desk) {
  const auto path = desk.session->path(), plan = desk.session->state().name;
  bool stored = false;
  for (const auto& one : desk.session->place().plans) stored = stored || one.name == plan;
  clear_table(desk);  // and with it the session's hold on the journal
  if (!open_place(desk, path, stored ? plan : "")) open_place(desk, path, "");
}

}  // namespace placewright::viewer
