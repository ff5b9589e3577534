/* figure_files: see figure_files.h. */
#include "cli/figure_files.h"
#include "cli/target.h"

size_t figure_files_on_standard_input(const struct figure_files *f)
{
	size_t uses = (size_t)(f->paths.count == 0) + path_is_standard(f->areas_path) +
		      path_is_standard(f->definitions_path);
	for (size_t i = 0; i < f->paths.count; i++)
		uses += path_is_standard(f->paths.items[i]);
	return uses;
}

bool figure_files_are_kept(
    const struct figure_files *f, struct program *p, const char *option, const char *path)
{
	bool good = target_is_no_input(p, option, path, f->areas_path) &&
		    target_is_no_input(p, option, path, f->definitions_path);
	for (size_t i = 0; i < f->paths.count && good; i++)
		good = target_is_no_input(p, option, path, f->paths.items[i]);
	return good;
}

static void read_figures(struct figure_files *f, struct program *p, const char *path)
{
	struct error e;
	struct input *in = input_open(path, &e);
	if (!in || !figures_read(&f->figures, in, &p->diag, &e))
		program_tell(p, &e);
}

static void read_definitions(struct figure_files *f, struct program *p)
{
	struct error e;
	struct input *in = input_open(f->definitions_path, &e);
	if (!in || !definitions_read(&f->definitions, in, &e))
		program_tell(p, &e);
}

void figure_files_read(struct figure_files *f, struct program *p)
{
	struct error e;
	figures_init(&f->figures);
	if (f->paths.count == 0)
		read_figures(f, p, "-");
	for (size_t i = 0; i < f->paths.count; i++)
		read_figures(f, p, f->paths.items[i]);
	if (f->areas_path && !areas_read(&f->areas, f->areas_path, &e))
		program_tell(p, &e);
	if (f->definitions_path)
		read_definitions(f, p);
}

void figure_files_release(struct figure_files *f)
{
	figures_release(&f->figures);
	areas_release(&f->areas);
	definitions_release(&f->definitions);
}
