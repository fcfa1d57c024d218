/*
 * anchor_epoll: the floor of an HTTP server: an epoll loop that looks for the end of the head
 * and answers a constant page of 1 KB.  No parsing, no limits.     anchor_epoll PORT THREADS
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct conn {
    int fd;
    size_t n;
    char head[8192];
};

static int port;
static char page[2][4096]; /* kept alive, closed */
static size_t page_n[2];

static void make_pages(void)
{
    char body[1025];

    memset(body, 'x', 1024);
    body[1024] = 0;
    for (int i = 0; i < 2; i++)
        page_n[i] = (size_t)snprintf(page[i], sizeof page[i],
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
            "1024\r\n%s"
            "\r\n%s",
            i == 1 ? "Connection: close\r\n" : "", body);
}

static int listen_on(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int on = 1;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 4096) != 0)
        exit(1);
    return fd;
}

static void accept_all(int ep, int fd)
{
    int one = 1, c;

    while ((c = accept4(fd, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct conn *conn = calloc(1, sizeof *conn);
        struct epoll_event ev = {.events = EPOLLIN, .data.ptr = conn};

        conn->fd = c;
        setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        epoll_ctl(ep, EPOLL_CTL_ADD, c, &ev);
    }
}

static void answer(struct conn *c)
{
    ssize_t got = read(c->fd, c->head + c->n, sizeof c->head - 1 - c->n);
    int closing;

    if (got <= 0) {
        close(c->fd);
        free(c);
        return;
    }
    c->n += (size_t)got;
    c->head[c->n] = 0;
    if (strstr(c->head, "\r\n\r\n") == NULL)
        return;
    closing = strcasestr(c->head, "connection: close") != NULL;
    c->n = 0;
    if (send(c->fd, page[closing], page_n[closing], MSG_NOSIGNAL) < 0 || closing) {
        close(c->fd);
        free(c);
    }
}

static void *loop(void *unused)
{
    int ep = epoll_create1(0), fd = listen_on();
    struct epoll_event ev = {.events = EPOLLIN, .data.ptr = NULL}, got[256];

    (void)unused;
    epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev);
    for (;;) {
        int n = epoll_wait(ep, got, 256, -1);

        for (int i = 0; i < n; i++) {
            if (got[i].data.ptr == NULL)
                accept_all(ep, fd);
            else
                answer(got[i].data.ptr);
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t t;

    if (argc != 3)
        return 2;
    port = atoi(argv[1]);
    make_pages();
    for (int i = 1; i < atoi(argv[2]); i++)
        pthread_create(&t, NULL, loop, NULL);
    loop(NULL);
}
