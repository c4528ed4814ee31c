// Echo on one thread and bare epoll; with keys, TLS by OpenSSL: echo PORT [KEY FOLDER]
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNK 16384
#define EVENTS 128

struct connection {
    int fd;
    SSL *ssl;
};

static char data[CHUNK];
static int poller;

static SSL_CTX *tls_context(const char *folder) {
    char cert[4096], key[4096];
    snprintf(cert, sizeof cert, "%s/cert.pem", folder);
    snprintf(key, sizeof key, "%s/key.pem", folder);
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (SSL_CTX_use_certificate_file(context, cert, SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1) {
        fprintf(stderr, "no cert.pem and key.pem in %s\n", folder);
        exit(1);
    }
    return context;
}

static int listen_at(int port) {
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 1024)) {
        perror("listen");
        exit(1);
    }
    return fd;
}

static void watch(int fd, struct connection *connection) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
}

static void accept_one(int listening, SSL_CTX *context) {
    int one = 1, fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0) {
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct connection *connection = calloc(1, sizeof *connection);
    connection->fd = fd;
    if (context) {
        connection->ssl = SSL_new(context);
        SSL_set_fd(connection->ssl, fd);
        SSL_set_accept_state(connection->ssl);
    }
    watch(fd, connection);
}

// Answers what there is; false when the client has gone. The messages are small: a write never blocks.
static bool echo(struct connection *connection) {
    if (connection->ssl) {
        int n = SSL_read(connection->ssl, data, CHUNK);
        if (n > 0) {
            return SSL_write(connection->ssl, data, n) == n;
        }
        int error = SSL_get_error(connection->ssl, n);
        return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
    }
    ssize_t n = read(connection->fd, data, CHUNK);
    if (n > 0) {
        return write(connection->fd, data, n) == n;
    }
    return n < 0 && errno == EAGAIN;
}

static void lose(struct connection *connection) {
    SSL_free(connection->ssl);
    close(connection->fd);
    free(connection);
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    SSL_CTX *context = argc > 2 ? tls_context(argv[2]) : NULL;
    poller = epoll_create1(0);
    int listening = listen_at(atoi(argv[1]));
    watch(listening, NULL);
    puts("READY");
    fflush(stdout);
    for (;;) {
        struct epoll_event events[EVENTS];
        int n = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < n; i++) {
            struct connection *connection = events[i].data.ptr;
            if (!connection) {
                accept_one(listening, context);
            } else if (!echo(connection)) {
                lose(connection);
            }
        }
    }
}
