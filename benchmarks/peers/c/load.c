// The client of the echo servers: load PORT CONNECTIONS BYTES WARM_SECONDS SECONDS SERVER_PID TLS(0|1)
// Closed loop: every connection has one message out. The seconds are CPU time of the server, so that a busy machine does
// not shorten what it does. Prints CPU time per message of the server and of the client, messages per second, and
// quantiles of the latency.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CHUNK 65536
#define EVENTS 128
#define NANOS 1000000000ull
#define PATIENCE 10 // seconds of wall time for each of CPU time

struct connection {
    int fd;
    SSL *ssl;
    int received;
    uint64_t sent_at;
};

static int bytes;
static char *message;

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, errno ? strerror(errno) : "failed");
    exit(1);
}

static uint64_t clock_nanos(clockid_t clock) {
    struct timespec t;
    return clock_gettime(clock, &t) ? 0 : t.tv_sec * NANOS + t.tv_nsec;
}

static clockid_t server_clock(pid_t pid) {
    clockid_t clock;
    if (clock_getcpuclockid(pid, &clock)) {
        fail("CPU clock of the server");
    }
    return clock;
}

// ---- latencies: 32 steps for each power of two ----

#define STEPS 32
#define SLOTS 2048

static uint32_t histogram[SLOTS];

static int slot_of(uint64_t nanos) {
    if (nanos < STEPS) {
        return nanos;
    }
    int shift = 63 - __builtin_clzll(nanos) - 5;
    int slot = shift * STEPS + (nanos >> shift);
    return slot < SLOTS ? slot : SLOTS - 1;
}

static double nanos_of(int slot) {
    if (slot < STEPS) {
        return slot;
    }
    return (double)(slot % STEPS + STEPS) * (1ull << (slot / STEPS - 1));
}

static double quantile(uint64_t count, double q) {
    uint64_t below = 0;
    for (int i = 0; i < SLOTS; i++) {
        below += histogram[i];
        if (below > count * q) {
            return nanos_of(i);
        }
    }
    return 0;
}

// ---- connections ----

static void open_connection(struct connection *connection, int port, SSL_CTX *context) {
    int one = 1;
    connection->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->fd < 0) {
        fail("socket");
    }
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(connection->fd, (struct sockaddr *)&address, sizeof address)) {
        fail("connect");
    }
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (context) {
        connection->ssl = SSL_new(context);
        SSL_set_fd(connection->ssl, connection->fd);
        if (SSL_connect(connection->ssl) != 1) {
            fail("TLS handshake");
        }
    }
    fcntl(connection->fd, F_SETFL, O_NONBLOCK);
}

static void send_message(struct connection *connection) {
    connection->sent_at = clock_nanos(CLOCK_MONOTONIC);
    connection->received = 0;
    int n = connection->ssl ? SSL_write(connection->ssl, message, bytes) : (int)write(connection->fd, message, bytes);
    if (n != bytes) {
        fail("send");
    }
}

// Reads what there is; true if the answer is complete.
static bool receive(struct connection *connection) {
    static char data[CHUNK];
    for (;;) {
        int n = connection->ssl ? SSL_read(connection->ssl, data, CHUNK) : (int)read(connection->fd, data, CHUNK);
        if (n <= 0) {
            bool would_block =
                connection->ssl ? SSL_get_error(connection->ssl, n) == SSL_ERROR_WANT_READ : n < 0 && errno == EAGAIN;
            if (!would_block) {
                fail("connection lost");
            }
            return false;
        }
        connection->received += n;
        if (connection->received >= bytes) {
            return true;
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 8) {
        fprintf(stderr, "usage: load PORT CONNECTIONS BYTES WARM_SECONDS SECONDS SERVER_PID TLS\n");
        return 2;
    }
    int port = atoi(argv[1]), count = atoi(argv[2]);
    bytes = atoi(argv[3]);
    double warm = atof(argv[4]), seconds = atof(argv[5]);
    clockid_t server = server_clock(atoi(argv[6]));
    SSL_CTX *context = atoi(argv[7]) ? SSL_CTX_new(TLS_client_method()) : NULL;

    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    message = malloc(bytes);
    memset(message, 'x', bytes);
    struct connection *connections = calloc(count, sizeof *connections);
    int poller = epoll_create1(0);
    for (int i = 0; i < count; i++) {
        open_connection(&connections[i], port, context);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &connections[i]};
        epoll_ctl(poller, EPOLL_CTL_ADD, connections[i].fd, &event);
    }

    uint64_t messages = 0, client = 0;
    uint64_t server_begin = clock_nanos(server), begin = clock_nanos(CLOCK_MONOTONIC);
    double phase = warm;
    bool warming = true;
    for (int i = 0; i < count; i++) {
        send_message(&connections[i]);
    }
    for (;;) {
        struct epoll_event events[EVENTS];
        int n = epoll_wait(poller, events, EVENTS, 10000);
        if (n == 0) {
            fail("no answer for 10 s");
        }
        uint64_t now = clock_nanos(CLOCK_MONOTONIC), server_now = clock_nanos(server);
        if (server_now - server_begin >= phase * NANOS || now - begin >= phase * NANOS * PATIENCE) {
            if (!warming) {
                break;
            }
            warming = false;
            phase = seconds;
            messages = 0;
            memset(histogram, 0, sizeof histogram);
            begin = now;
            server_begin = server_now;
            client = clock_nanos(CLOCK_PROCESS_CPUTIME_ID);
        }
        for (int i = 0; i < n; i++) {
            struct connection *connection = events[i].data.ptr;
            if (receive(connection)) {
                histogram[slot_of(clock_nanos(CLOCK_MONOTONIC) - connection->sent_at)]++;
                messages++;
                send_message(connection);
            }
        }
    }
    double took = (clock_nanos(CLOCK_MONOTONIC) - begin) / 1e9;
    double server_micros = (clock_nanos(server) - server_begin) / 1e3;
    double client_micros = (clock_nanos(CLOCK_PROCESS_CPUTIME_ID) - client) / 1e3;
    printf("RES echo.cpu %.4f us\n", server_micros / messages);
    printf("RES echo %.4f us\n", took * 1e6 / messages);
    printf("RES echo.p50 %.2f us\n", quantile(messages, 0.5) / 1e3);
    printf("RES echo.p99 %.2f us\n", quantile(messages, 0.99) / 1e3);
    printf("RES echo.client_cpu %.4f us\n", client_micros / messages);
    return 0;
}
