/*
 * lines: see lines.h. A window slides over the input: fill reads more bytes behind the unfinished
 * line that is left over and has the whole lines among them scanned; lines_next takes those one by
 * one.
 */
#include "csv/lines.h"

#include <stdlib.h>

enum { PAGE = 4096, WINDOW_SIZE = 128 * 1024 };

/* The window begins at a page, so that what is read into it does: reading is faster then. */
static void make_room(struct lines *l, size_t size)
{
	if (size <= l->size)
		return;
	size = size > 2 * l->size ? size : 2 * l->size;
	char *window = aligned_alloc(PAGE, (size + LINES_SLACK + PAGE - 1) / PAGE * PAGE);
	if (!window)
		mem_fail();
	if (l->end)
		memcpy(window, l->window, l->end);
	free(l->window);
	l->window = window;
	l->size = size;
}

/* Scans the whole lines that the window holds from `start` on; before `searched` none ends. */
static void scan_lines(struct lines *l, size_t searched)
{
	size_t end = l->end;
	while (end > searched && l->window[end - 1] != '\n')
		end--;
	if (end == searched)
		return;
	scan_block(&l->scan, (struct str){l->window + l->start, end - l->start});
	l->scanned = l->start;
	l->next = 0;
}

/* Reads more bytes behind an unfinished line, which is moved to where they begin at a page; one
 * that is longer than a window stays where it is. */
static bool fill(struct lines *l, struct error *e)
{
	size_t left = l->end - l->start;
	if (left <= WINDOW_SIZE) {
		size_t at = (left + PAGE - 1) / PAGE * PAGE;
		make_room(l, at + WINDOW_SIZE);
		memmove(l->window + at - left, l->window + l->start, left);
		l->start = at - left;
		l->end = at;
	}
	make_room(l, l->end + WINDOW_SIZE);
	ssize_t got = input_read(l->in, l->window + l->end, WINDOW_SIZE, e);
	if (got < 0)
		return false;
	l->exhausted = got == 0;
	l->end += (size_t)got;
	scan_lines(l, l->end - (size_t)got);
	return true;
}

/* Takes the next n bytes as a line, and its newline. */
static void take_line(struct lines *l, struct input_line *line, size_t n, bool ended)
{
	const char *from = l->window + l->start;
	bool carriage_return = n > 0 && from[n - 1] == '\r';
	*line = (struct input_line){
	    .text = {from, n - carriage_return},
	    .carriage_return = carriage_return,
	    .ended = ended,
	    .number = ++l->number,
	    .offset = l->offset,
	    .bytes = n + ended,
	};
	l->start += n + ended;
	l->offset += n + ended;
}

/* Takes the next line of the scan, with its separators. */
static void take_scanned(struct lines *l, struct input_line *line)
{
	const struct scan *s = &l->scan;
	size_t first = l->next ? s->lines[l->next - 1] + 1 : 0, newline = s->lines[l->next++];
	take_line(l, line, l->scanned + s->separators[newline] - l->start, true);
	line->block = l->window + l->scanned;
	line->separators = s->separators + first;
	line->separator_count = newline - first + 1;
	line->quotes = s->quotes;
	line->odd = s->odd;
}

enum lines_status lines_next(struct lines *l, struct input_line *line, struct error *e)
{
	while (l->next == l->scan.line_count) {
		size_t left = l->end - l->start;
		if (l->exhausted && left == 0)
			return LINES_END;
		if (l->exhausted) {
			take_line(l, line, left, false);
			return LINES_LINE;
		}
		if (left > CSV_LINE_LIMIT) {
			error_set(e, ERROR_DATA,
			    _("a line longer than %d MiB, a CSV file was expected"),
			    CSV_LINE_LIMIT / 1024 / 1024);
			error_at(e, input_name(l->in), l->number + 1, 0);
			return LINES_FAILED;
		}
		if (!fill(l, e))
			return LINES_FAILED;
	}
	take_scanned(l, line);
	return LINES_LINE;
}

void lines_take(struct lines *l, size_t count)
{
	const struct scan *s = &l->scan;
	size_t end = l->scanned + s->separators[s->lines[l->next + count - 1]] + 1;
	l->next += count;
	l->number += count;
	l->offset += end - l->start;
	l->start = end;
}

void lines_restart(struct lines *l, struct input *in)
{
	input_close(l->in);
	l->in = in;
	l->start = l->end = l->scanned = l->next = 0;
	l->scan.line_count = 0;
	l->exhausted = false;
	l->number = l->offset = 0;
}

bool lines_skip(struct lines *l, struct input_line *line, struct error *e)
{
	uint64_t offset = l->offset;
	while (l->next == l->scan.line_count && !l->exhausted) {
		l->offset += l->end - l->start;
		l->start = l->end;
		if (!fill(l, e))
			return false;
	}
	if (l->next < l->scan.line_count)
		take_scanned(l, line);
	else
		take_line(l, line, l->end - l->start, false);
	line->bytes = l->offset - offset;
	line->offset = offset;
	return true;
}

void lines_release(struct lines *l)
{
	input_close(l->in);
	free(l->window);
	scan_release(&l->scan);
}
