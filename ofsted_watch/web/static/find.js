// Suggestions for the name boxes. Without this script the boxes are plain forms.
"use strict";
(function () {
  var names = null;
  function suggest(event) {
    var box = event.target;
    if (!box.dataset || !box.dataset.names || names) return;
    names = fetch(box.dataset.names)
      .then(function (answer) { return answer.ok ? answer.json() : []; })
      .then(function (list) {
        var options = document.createElement("datalist");
        options.id = "authority-names";
        list.forEach(function (name) {
          var option = document.createElement("option");
          option.value = name;
          options.appendChild(option);
        });
        document.body.appendChild(options);
        box.setAttribute("list", "authority-names");
      })
      .catch(function () { names = null; });
  }
  document.addEventListener("focusin", suggest);
})();
