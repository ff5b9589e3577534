/*
 * replay: runs a fuzz target on the inputs of a corpus file, without libFuzzer.
 *
 *   NAME corpus/NAME.txt          runs all of them
 *   NAME corpus/NAME.txt DIR      writes each into a file of its own, as libFuzzer wants them
 *   NAME --pack FILE…             prints files as a corpus
 *
 * A corpus has one input a line: UTF-8 as it is, \n \r \t \\ and \xNN for other bytes, so that a
 * person can read and review it. Lines that begin with '#' say what the next input is there for.
 */
#include "fuzz.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* One line of a corpus as the bytes it stands for; false when it is ill-formed. */
static bool decode(struct str line, struct buf *out)
{
	static const char letters[] = "nrt\\", meant[] = "\n\r\t\\";
	for (size_t i = 0; i < line.n; i++) {
		const char *letter;
		if (line.p[i] != '\\') {
			buf_add_char(out, line.p[i]);
		} else if (i + 3 < line.n && line.p[i + 1] == 'x' && digit(line.p[i + 2]) >= 0 &&
			   digit(line.p[i + 3]) >= 0) {
			int byte = digit(line.p[i + 2]) * 16 + digit(line.p[i + 3]);
			buf_add_char(out, (char)byte);
			i += 3;
		} else if (i + 1 < line.n && line.p[i + 1] &&
			   (letter = strchr(letters, line.p[i + 1]))) {
			buf_add_char(out, meant[letter - letters]);
			i++;
		} else {
			return false;
		}
	}
	return true;
}

/* A character as it is, or its bytes when a person would not see it. */
static void show(struct str character, FILE *out)
{
	bool seen = utf8_valid_prefix(character) == character.n && utf8_width(character) > 0;
	for (size_t i = 0; i < character.n; i++)
		fprintf(out, seen ? "%c" : "\\x%02X", (unsigned char)character.p[i]);
}

static void encode(struct str bytes, FILE *out)
{
	static const char letters[] = "nrt\\", meant[] = "\n\r\t\\";
	for (size_t at = 0, n; at < bytes.n; at += n) {
		struct str rest = str_from(bytes, at);
		n = utf8_length(rest);
		const char *letter = rest.p[0] ? strchr(meant, rest.p[0]) : NULL;
		if (letter)
			fprintf(out, "\\%c", letters[letter - meant]);
		else if (at == 0 && rest.p[0] == '#')
			fputs("\\x23", out);
		else
			show(str_first(rest, n), out);
	}
	fputc('\n', out);
}

static bool read_file(const char *path, struct buf *content)
{
	FILE *f = fopen(path, "rb");
	size_t got = 1;
	while (f && got > 0) {
		buf_reserve(content, 65536);
		got = fread(content->p + content->n, 1, 65536, f);
		content->n += got;
	}
	bool good = f && !ferror(f);
	if (f)
		fclose(f);
	if (!good)
		fprintf(stderr, "%s: cannot be read\n", path);
	return good;
}

/* From a copy of exactly its size, so that a sanitizer sees every byte read beyond. */
static void run(struct str input)
{
	uint8_t *copy = malloc(input.n ? input.n : 1);
	CHECK(copy);
	if (input.n)
		memcpy(copy, input.p, input.n);
	LLVMFuzzerTestOneInput(copy, input.n);
	free(copy);
}

static bool write_input(struct str input, const char *directory, size_t number)
{
	struct buf path = BUF_INIT;
	buf_printf(&path, "%s/%04zu", directory, number);
	FILE *f = fopen(buf_text(&path), "wb");
	bool good = f && fwrite(input.p, 1, input.n, f) == input.n;
	good = f && fclose(f) == 0 && good;
	buf_release(&path);
	return good;
}

/* Every input of a corpus, to the target or into a directory. */
static bool each(struct str corpus, const char *path, const char *directory, size_t *count)
{
	struct str line;
	struct buf input = BUF_INIT;
	bool good = true;
	for (size_t number = 1; good && str_split(&corpus, '\n', &line); number++) {
		if (str_starts(line, STR("#")) || !corpus.p)
			continue;
		input.n = 0;
		good = decode(line, &input);
		if (!good)
			fprintf(stderr, "%s:%zu: no corpus line\n", path, number);
		else if (directory)
			good = write_input(buf_str(&input), directory, number);
		else
			run(buf_str(&input));
		++*count;
	}
	buf_release(&input);
	return good;
}

static int pack(int count, char **paths)
{
	bool good = true;
	for (int i = 0; i < count; i++) {
		struct buf content = BUF_INIT;
		good = read_file(paths[i], &content) && good;
		encode(buf_str(&content), stdout);
		buf_release(&content);
	}
	return good ? 0 : 3;
}

int main(int argc, char **argv)
{
	struct buf corpus = BUF_INIT;
	size_t count = 0;
	if (argc > 1 && strcmp(argv[1], "--pack") == 0)
		return pack(argc - 2, argv + 2);
	if (argc < 2 || argc > 3) {
		fputs("usage: NAME CORPUS [DIR] | NAME --pack FILE...\n", stderr);
		return 2;
	}
	bool good = read_file(argv[1], &corpus) &&
		    each(buf_str(&corpus), argv[1], argc == 3 ? argv[2] : NULL, &count);
	buf_release(&corpus);
	if (good)
		printf("%zu inputs\n", count);
	return good ? 0 : 3;
}
