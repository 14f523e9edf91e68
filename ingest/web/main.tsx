import { render } from "preact";
import { Page } from "./Page";

const place = document.getElementById("page");
if (place) {
  place.replaceChildren();
  render(<Page />, place);
}
