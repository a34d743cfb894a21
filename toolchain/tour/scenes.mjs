// The scenes of the tour: every page and dialog, and how somebody gets there. What somebody does there is in
// visitor.mjs; what the dashboards hold that are made for it, in outlines.mjs.
import { APART } from "./scenes/apart.mjs";
import { DASHBOARD } from "./scenes/dashboard.mjs";
import { FORMS } from "./scenes/forms.mjs";
import { HISTORY } from "./scenes/history.mjs";
import { HOME } from "./scenes/home.mjs";
import { STATES } from "./scenes/states.mjs";

export const SCENES = [...HOME, ...DASHBOARD, ...FORMS, ...HISTORY, ...STATES, ...APART];
