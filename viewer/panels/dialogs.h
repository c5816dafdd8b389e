#pragma once

#include "viewer/panels/panels.h"

/// The inside of the one dialog that is open, by kind.
namespace placewright::viewer {

/// The two buttons that end a dialog; true: accepted, and the dialog is closed.
bool finish_dialog(Dialogs& dialogs, ui::Pen& pen, const char* accept, bool enabled = true);

void browse_dialog(Desk& desk, ui::Pen& pen);
void import_dialog(Desk& desk, ui::Pen& pen);
void handout_dialog(Desk& desk, ui::Pen& pen);
void outcome_dialog(Dialogs& dialogs, ui::Pen& pen);

}  // namespace placewright::viewer
