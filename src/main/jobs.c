#include "main/jobs.h"

#include "core/search.h"

#include <signal.h>

#include "main/feature.h"

enum {
    LISTS = 64
};

static struct instant clock_real(void *arg)
{
    (void)arg;
    return time_now();
}

const struct search_kind *const *jobs_searches(struct arena *a)
{
    const struct search_kind **lists = MANY(a, const struct search_kind *, LISTS);
    size_t n = 0;

    for (size_t i = 0; features[i] != NULL && n + 1 < LISTS; i++)
        if (features[i]->searches != NULL)
            lists[n++] = features[i]->searches;
    return lists;
}

void jobs_fill(struct jobs *j, struct program *p, int threads)
{
    const struct job_kind **kinds = MANY(p->arena, const struct job_kind *, LISTS);
    const struct event_listener **ears = MANY(p->arena, const struct event_listener *, LISTS);
    size_t nkinds = 0, nears = 0;

    kinds[nkinds++] = runner_kinds;
    for (size_t i = 0; features[i] != NULL && i + 2 < LISTS; i++) {
        if (features[i]->jobs != NULL)
            kinds[nkinds++] = features[i]->jobs;
        if (features[i]->listens != NULL)
            ears[nears++] = features[i]->listens;
    }
    j->source.place = (struct db_place){.target = p->settings.target};
    j->source.keys = p->keys;
    j->source.settings = &p->settings.app;
    j->source.clock = clock_real;
    j->config = (struct runner_config){.source = &j->source,
        .kinds = kinds,
        .listeners = ears,
        .searches = jobs_searches(p->arena),
        .threads = threads};
}

enum err jobs_run(struct cli *cli)
{
    struct program *p = cli->program;
    struct jobs j = {.config = {.threads = 0}};
    struct runner *runner = NULL;
    const struct timespec second = {.tv_sec = 1};
    sigset_t set;

    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
    jobs_fill(&j, p, p->settings.job_threads);
    TRY(runner_start(&j.config, &runner, &p->problem));
    cli_say(cli, "lianluo: working");
    while (sigtimedwait(&set, NULL, &second) <= 0)
        program_keys_look(p);
    runner_stop(runner);
    return OK;
}
