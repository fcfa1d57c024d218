#include "http/fetch.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    CONNECT_SECONDS = 5,
    TOTAL_SECONDS = 15,
    ANSWER_MAX = 64 * 1024
};

void fetch_start(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

static bool public4(uint32_t ip)
{
    static const struct {
        uint32_t net;
        int bits;
    } closed[] = {{0x00000000, 8}, {0x0A000000, 8}, {0x64400000, 10}, {0x7F000000, 8},
        {0xA9FE0000, 16}, {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24},
        {0xC0586300, 24}, {0xC0A80000, 16}, {0xC6120000, 15}, {0xC6336400, 24},
        {0xCB007100, 24}, {0xE0000000, 3}};

    for (size_t i = 0; i < COUNT(closed); i++)
        if ((ip ^ closed[i].net) >> (32 - closed[i].bits) == 0)
            return false;
    return true;
}

/* IPv6: only global unicast 2000::/3, without the ranges that carry an IPv4 address along. */
static bool public6(const unsigned char a[16])
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

    if (memcmp(a, mapped, sizeof mapped) == 0)
        return public4(
            (uint32_t)a[12] << 24 | (uint32_t)a[13] << 16 | (uint32_t)a[14] << 8 | a[15]);
    if ((a[0] & 0xE0) != 0x20)
        return false;
    if (a[0] == 0x20 && (a[1] == 0x02 || (a[1] == 0x01 && a[2] == 0 && a[3] == 0)))
        return false; /* 6to4, Teredo */
    return !(a[0] == 0x20 && a[1] == 0x01 && a[2] == 0x0D && a[3] == 0xB8);
}

static bool address_public(const struct sockaddr *sa)
{
    if (sa->sa_family == AF_INET)
        return public4(ntohl(((const struct sockaddr_in *)(const void *)sa)->sin_addr.s_addr));
    if (sa->sa_family == AF_INET6)
        return public6(((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr.s6_addr);
    return false;
}

bool fetch_address_public(const char *text)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};

    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        return address_public((const struct sockaddr *)&v4);
    if (inet_pton(AF_INET6, text, &v6.sin6_addr) == 1)
        return address_public((const struct sockaddr *)&v6);
    return false;
}

/* Called with the address that is really connected to. */
static curl_socket_t open_public(void *arg, curlsocktype purpose, struct curl_sockaddr *sa)
{
    (void)arg;
    (void)purpose;
    if (!address_public(&sa->addr))
        return CURL_SOCKET_BAD;
    return socket(sa->family, sa->socktype | SOCK_CLOEXEC, sa->protocol);
}

static curl_socket_t open_any(void *arg, curlsocktype purpose, struct curl_sockaddr *sa)
{
    (void)arg;
    (void)purpose;
    return socket(sa->family, sa->socktype | SOCK_CLOEXEC, sa->protocol);
}

static bool this_machine(struct str url)
{
    static const char *const hosts[] = {"http://127.0.0.1:", "http://127.0.0.1/",
        "http://[::1]:", "http://[::1]/", "smtp://127.0.0.1:", "smtp://[::1]:"};

    for (size_t i = 0; i < COUNT(hosts); i++)
        if (str_starts(url, str_of(hosts[i])))
            return true;
    return false;
}

static size_t drop(char *p, size_t size, size_t n, void *arg)
{
    size_t *got = arg;

    (void)p;
    *got += size * n;
    return *got > ANSWER_MAX ? 0 : size * n;
}

struct reading {
    struct str text;
    size_t at;
};

static size_t give(char *to, size_t size, size_t n, void *arg)
{
    struct reading *r = arg;
    size_t left = r->text.n - r->at, k = size * n < left ? size * n : left;

    memcpy(to, r->text.p + r->at, k);
    r->at += k;
    return k;
}

/* What every call has in common; got counts the answer. */
static CURL *handle(struct arena *a, struct str url, const char *protocols, size_t *got)
{
    CURL *c = curl_easy_init();

    if (c == NULL)
        return NULL;
    curl_easy_setopt(c, CURLOPT_URL, str_dup(a, url).p);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, protocols);
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)TOTAL_SECONDS);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, got);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_any);
    return c;
}

static enum fetch_result judge(CURLcode code, long status, bool mail)
{
    if (code == CURLE_OK && (mail || (status >= 200 && status < 300)))
        return FETCH_SENT;
    if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL)
        return FETCH_REFUSED;
    if (mail)
        return status >= 500 && status < 600 ? FETCH_REFUSED : FETCH_LATER;
    return code == CURLE_OK && status >= 300 && status < 500 && status != 429 && status != 408
               ? FETCH_REFUSED
               : FETCH_LATER;
}

enum fetch_result fetch_mail(struct arena *a, const struct fetch_mail *m)
{
    struct reading r = {m->message, 0};
    size_t got = 0;
    CURL *c = handle(a, m->server, "smtp,smtps", &got);
    struct curl_slist *to = curl_slist_append(NULL, str_f(a, "<%.*s>", STR(m->to)).p);
    long status = 0;
    CURLcode code = CURLE_OUT_OF_MEMORY;

    if (c != NULL && to != NULL) {
        bool sign_in = !str_empty(m->user);

        curl_easy_setopt(c, CURLOPT_USE_SSL,
            (long)(sign_in && !this_machine(m->server) ? CURLUSESSL_ALL : CURLUSESSL_TRY));
        if (sign_in) {
            curl_easy_setopt(c, CURLOPT_USERNAME, str_dup(a, m->user).p);
            curl_easy_setopt(c, CURLOPT_PASSWORD, str_dup(a, m->password).p);
        }
        curl_easy_setopt(c, CURLOPT_MAIL_FROM, str_f(a, "<%.*s>", STR(m->from)).p);
        curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
        curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
        curl_easy_setopt(c, CURLOPT_READDATA, &r);
        code = curl_easy_perform(c);
        curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
    }
    curl_slist_free_all(to);
    curl_easy_cleanup(c);
    return judge(code, status, true);
}

static struct curl_slist *with(struct curl_slist *list, struct str header)
{
    struct curl_slist *longer = curl_slist_append(list, header.p);

    return longer != NULL ? longer : list;
}

enum fetch_result fetch_post(struct arena *a, const struct fetch_post *p)
{
    bool plain = this_machine(p->url) && !p->public_only;
    size_t got = 0;
    CURL *c = handle(a, p->url, plain ? "http,https" : "https", &got);
    struct curl_slist *heads = NULL;
    long status = 0;
    CURLcode code;

    if (c == NULL)
        return FETCH_LATER;
    heads = with(heads, str_f(a, "Content-Type: %.*s", STR(p->type)));
    heads = with(heads, S("Expect:"));
    if (!str_empty(p->token))
        heads = with(heads, str_f(a, "Authorization: Bearer %.*s", STR(p->token)));
    if (!str_empty(p->key))
        heads = with(heads, str_f(a, "Idempotency-Key: %.*s", STR(p->key)));
    if (p->public_only)
        curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_public);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, heads);
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)p->body.n);
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, p->body.p);
    code = curl_easy_perform(c);
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(heads);
    curl_easy_cleanup(c);
    return judge(code, status, false);
}
