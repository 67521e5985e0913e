/* The load server: one thread, epoll, and bytes that were made beforehand.
 *
 *     cc -O2 -o server server.c && ./server BOOK
 *
 * prints its port, then answers each request with the first play of the book that fits it. A play's
 * events go out as fast as the client reads or, where it has a pace, each at its own time. Loopback
 * only; it trusts its clients. See book.py for what a book looks like.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST = 1 << 16, PLAYS = 256, SEGMENTS = 3, CONNECTIONS = 1 << 16, RETRY = 1000 };

typedef struct { const char *at; size_t size; } text;
typedef struct { uint32_t times, events; uint32_t *ends; const char *bytes; } segment;
typedef struct { text start, mark, inside; uint32_t pace, count; segment segments[SEGMENTS]; } play;
typedef struct {
    int fd;
    char *request;
    size_t have, room, sent; /* sent: bytes of the segment, this time */
    const play *now;
    uint32_t segment, time, event;
    uint64_t due;
} connection;

static play plays[PLAYS];
static size_t play_count;
static connection *heap[CONNECTIONS]; /* paced connections, the one that is due first on top */
static size_t heap_size;

/* ---- the book */

static uint32_t number(const char **at) {
    uint32_t value;
    memcpy(&value, *at, 4);
    *at += 4;
    return value;
}

static text string(const char **at) {
    text found = {NULL, number(at)};
    found.at = *at;
    *at += found.size;
    return found;
}

static void read_segment(segment *into, const char **at) {
    into->times = number(at);
    into->events = number(at);
    into->ends = malloc(4 * into->events);
    memcpy(into->ends, *at, 4 * into->events);
    *at += 4 * into->events;
    into->bytes = *at;
    *at += into->ends[into->events - 1];
}

static void read_book(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) exit(2);
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *book = malloc(size + 1);
    if (!book || fread(book, 1, size, file) != size) exit(2);
    fclose(file);
    for (const char *at = book; at < book + size; play_count++) {
        play *each = &plays[play_count];
        if (play_count == PLAYS) exit(3);
        each->start = string(&at);
        each->mark = string(&at);
        each->inside = string(&at);
        each->pace = number(&at);
        each->count = number(&at);
        if (each->count > SEGMENTS) exit(3);
        for (uint32_t i = 0; i < each->count; i++) read_segment(&each->segments[i], &at);
    }
}

/* ---- who is due when */

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

static void swap(size_t a, size_t b) {
    connection *kept = heap[a];
    heap[a] = heap[b];
    heap[b] = kept;
}

static void push(connection *each) {
    size_t at = heap_size++;
    for (heap[at] = each; at && heap[(at - 1) / 2]->due > heap[at]->due; at = (at - 1) / 2)
        swap(at, (at - 1) / 2);
}

static connection *pop(void) {
    connection *first = heap[0];
    heap[0] = heap[--heap_size];
    for (size_t at = 0, child; (child = 2 * at + 1) < heap_size; at = child) {
        if (child + 1 < heap_size && heap[child + 1]->due < heap[child]->due) child++;
        if (heap[at]->due <= heap[child]->due) break;
        swap(at, child);
    }
    return first;
}

/* ---- connections */

static void drop(connection *each) {
    for (size_t i = 0; i < heap_size; i++)
        if (heap[i] == each) { /* rebuilt without it: this happens once in the life of a connection */
            size_t count = heap_size;
            connection **rest = malloc(count * sizeof *rest);
            memcpy(rest, heap, count * sizeof *rest);
            heap_size = 0;
            for (size_t k = 0; k < count; k++)
                if (rest[k] != each) push(rest[k]);
            free(rest);
            break;
        }
    close(each->fd);
    free(each->request);
    free(each);
}

static int ended(connection *each, const segment *part) { /* on to the next segment, or its repeat */
    each->sent = each->event = 0;
    if (++each->time < part->times) return 0;
    each->time = 0;
    if (++each->segment < each->now->count) return 0;
    each->now = NULL;
    return 1;
}

/* Sends what may go now: 0 when the play is over, 1 when it has to wait, -1 when the client left. */
static int perform(connection *each) {
    while (each->now) {
        const segment *part = &each->now->segments[each->segment];
        uint32_t pace = each->now->pace;
        size_t until = part->ends[pace ? each->event : part->events - 1];
        ssize_t count = send(each->fd, part->bytes + each->sent, until - each->sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK) return -1;
        if (count < 0) { /* epoll tells when the client has read; a paced play looks again itself */
            if (pace) each->due = now() + RETRY, push(each);
            return 1;
        }
        each->sent += (size_t)count;
        if (each->sent < until) continue;
        if ((!pace || ++each->event == part->events) && ended(each, part)) return 0;
        if (pace && (each->due += pace) > now()) {
            push(each);
            return 1;
        }
    }
    return 0;
}

static const play *find(const char *request, size_t head, size_t size) {
    const char *path = memchr(request, ' ', head), *end = path ? memchr(path + 1, ' ', head - (size_t)(path - request) - 1) : NULL;
    if (!end) return NULL;
    path++;
    for (size_t i = 0; i < play_count; i++) {
        const play *each = &plays[i];
        size_t length = (size_t)(end - path);
        if (length >= each->start.size && !memcmp(path, each->start.at, each->start.size)
            && memmem(path, length, each->mark.at, each->mark.size)
            && (!each->inside.size || memmem(request + head, size - head, each->inside.at, each->inside.size)))
            return each;
    }
    return NULL;
}

static size_t request_size(const connection *each, size_t *head) { /* 0 until all of the head is there */
    const char *end = memmem(each->request, each->have, "\r\n\r\n", 4);
    if (!end) return 0;
    *head = (size_t)(end - each->request) + 4;
    for (const char *line = each->request; (line = memchr(line, '\n', (size_t)(end - line))) && line < end;)
        if (!strncasecmp(++line, "content-length:", 15)) return *head + (size_t)atol(line + 15);
    return *head;
}

static int answer(connection *each) { /* -1 when the connection is to be closed */
    static const char missing[] = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";
    size_t head, size;
    while (!each->now && (size = request_size(each, &head)) && each->have >= size) {
        each->now = find(each->request, head, size);
        each->segment = each->time = each->event = 0;
        each->sent = 0;
        each->due = now();
        memmove(each->request, each->request + size, each->have -= size);
        if (!each->now && send(each->fd, missing, sizeof missing - 1, MSG_NOSIGNAL) < 0) return -1;
        if (perform(each) < 0) return -1;
    }
    return 0;
}

static int receive(connection *each) { /* -1 when the connection is to be closed */
    for (;;) {
        if (each->room - each->have < REQUEST) each->request = realloc(each->request, each->room = each->have + 2 * REQUEST);
        ssize_t count = recv(each->fd, each->request + each->have, each->room - each->have - 1, MSG_DONTWAIT);
        if (count == 0) return -1;
        if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? answer(each) : -1;
        each->have += (size_t)count;
        each->request[each->have] = 0;
    }
}

static void welcome(int listener, int poll) {
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
        connection *each = calloc(1, sizeof *each);
        each->fd = fd;
        epoll_ctl(poll, EPOLL_CTL_ADD, fd, &(struct epoll_event){EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, {.ptr = each}});
    }
}

static void wake(int timer) { /* sends what is due, then sets the timer for what comes next */
    while (heap_size && heap[0]->due <= now()) perform(pop()); /* who left is dropped by its event */
    uint64_t due = heap_size ? heap[0]->due : 0;
    struct itimerspec at = {.it_value = {(time_t)(due / 1000000), (long)(due % 1000000) * 1000}};
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL);
}

static int listening(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (bind(fd, (struct sockaddr *)&address, size) || listen(fd, 4096)) exit(4);
    getsockname(fd, (struct sockaddr *)&address, &size);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

int main(int count, char **arguments) {
    if (count != 2) return 2;
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* nobody is left to call */
    read_book(arguments[1]);
    int listener = listening(), poll = epoll_create1(0), timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &(struct epoll_event){EPOLLIN, {.ptr = &listener}});
    epoll_ctl(poll, EPOLL_CTL_ADD, timer, &(struct epoll_event){EPOLLIN | EPOLLET, {.ptr = &timer}});
    for (struct epoll_event ready[256];;) {
        int found = epoll_wait(poll, ready, 256, -1);
        for (int i = 0; i < found; i++) {
            connection *each = ready[i].data.ptr;
            if (ready[i].data.ptr == &listener) welcome(listener, poll);
            else if (ready[i].data.ptr == &timer) continue;
            else if (each->now && !each->now->pace && ready[i].events & EPOLLOUT && perform(each) < 0) drop(each);
            else if (ready[i].events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR) && receive(each) < 0) drop(each);
        }
        wake(timer);
    }
}
