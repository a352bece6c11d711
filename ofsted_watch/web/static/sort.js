// Buttons in the header cells of tables that can be put in order. Without this script a table stands as the server wrote it.
"use strict";
(function () {
  var TEXTS = {
    text: { ascending: "from A to Z", descending: "from Z to A" },
    grade: { ascending: "best first", descending: "worst first" },
    date: { ascending: "oldest first", descending: "newest first" },
    number: { ascending: "smallest first", descending: "largest first" },
  };

  function cellAt(row, column) {
    for (var place = 0, at = 0; place < row.cells.length; place++) {
      at += row.cells[place].colSpan;
      if (column < at) return row.cells[place];
    }
    return null;
  }

  // What a cell is ordered by; null for a cell without a grade, a day or a number, which stands last either way.
  function keyOf(cell, kind, grades) {
    if (!cell) return null;
    if (kind === "grade") {
      var mark = cell.querySelector(".grade");
      var place = mark ? grades.indexOf(mark.className.replace(/^.*\bgrade-/, "")) : -1;
      return place < 0 ? null : place;
    }
    if (kind === "date") {
      var day = cell.querySelector("time");
      return day ? day.dateTime : null;
    }
    if (kind === "number") {
      var number = parseFloat(cell.textContent.replace(/,/g, ""));
      return isNaN(number) ? null : number;
    }
    return (cell.querySelector("a") || cell).textContent.trim();
  }

  function compare(one, other) {
    return typeof one === "string" ? one.localeCompare(other, "en-GB") : one - other;
  }

  function makeSortable(table) {
    var body = table.tBodies[0], rows = Array.from(body.rows), heads = Array.from(table.tHead.rows[0].cells);
    var grades = table.dataset.sortGrades.split(" "), note = document.createElement("span");
    note.className = "sorted";
    note.setAttribute("role", "status");
    table.caption.appendChild(note);
    table.tHead.classList.add("orders");

    function sortBy(column) {
      var head = heads[column], kind = head.dataset.sort, before = head.getAttribute("aria-sort");
      var first = kind === "text" || kind === "grade" ? "ascending" : "descending";
      var way = !before ? first : before === "ascending" ? "descending" : "ascending";
      heads.forEach(function (each) { each.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", way);
      var keyed = rows.map(function (row) { return { row: row, key: keyOf(cellAt(row, column), kind, grades) }; });
      keyed.sort(function (one, other) {
        if (one.key === null || other.key === null) return (one.key === null) - (other.key === null);
        return way === "ascending" ? compare(one.key, other.key) : compare(other.key, one.key);
      });
      keyed.forEach(function (each) { body.appendChild(each.row); });
      note.textContent = ", by " + head.textContent.trim() + ", " + TEXTS[kind][way];
      document.querySelectorAll("[data-by-name]").forEach(function (each) { each.hidden = column !== 0 || way !== "ascending"; });
    }

    heads.forEach(function (head, column) {
      if (!head.dataset.sort) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "order";
      button.textContent = head.textContent.trim();
      button.addEventListener("click", function () { sortBy(column); });
      head.replaceChildren(button);
    });
  }

  document.querySelectorAll("table[data-sort-grades]").forEach(makeSortable);
})();
