#include "viewer/desk/desk.h"

namespace placewright::viewer {
namespace {

constexpr double kLookEvery = 2, kSaveEvery = 120;  // seconds
constexpr int kQuickWaitMs = 200;                   // nobody asked for it now: it is tried again

}  // namespace

bool keep_safe(Desk& desk) {
  if (!desk.here.session) return false;
  bool news = false;
  if (desk.talk.clock >= desk.talk.looked_at_disk + kLookEvery ||
      desk.talk.clock < desk.talk.looked_at_disk) {
    desk.talk.looked_at_disk = desk.talk.clock;
    const bool changed = desk.here.session->changed_on_disk();
    news = changed != desk.here.disk_changed;
    desk.here.disk_changed = changed;
    if (!changed) desk.here.disk_change_seen = false;
  }
  if (!desk.here.session->changed()) desk.talk.saved_at = desk.talk.clock;
  const bool quiet = !desk.here.pending && !desk.here.stroke_on && desk.dialogs.open == DialogKind::none;
  // Nobody watches a script save: it says itself when.
  if (desk.talk.autosave && !desk.headless && desk.talk.author_known && quiet && !desk.here.disk_changed &&
      !desk.here.session->read_only() && desk.talk.clock > desk.talk.saved_at + kSaveEvery) {
    desk.talk.saved_at = desk.talk.clock;
    if (attempt(desk.talk, [&] { desk.here.session->save(desk.talk.author, now_text(), kQuickWaitMs); }))
      say(desk.talk, "Saved by itself");
    news = true;
  }
  return news;
}

void open_anew(Desk& desk) {
  const auto path = desk.here.session->path(), plan = desk.here.session->state().name;
  bool stored = false;
  for (const auto& one : desk.here.session->place().plans) stored = stored || one.name == plan;
  if (!open_place(desk, path, stored ? plan : "")) open_place(desk, path, "");
}

}  // namespace placewright::viewer
