/* Ways to meet another process: networks, names, shared memory, messages, keys. */
#include "probe.h"
#include <linux/futex.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>

#define SHARED(flags) CALL(SYS_mmap, 0L, 4096L, PROT_READ | PROT_WRITE, flags, -1, 0L)

PROBE(internet_socket, CALL(SYS_socket, AF_INET, SOCK_STREAM, 0))
PROBE(internet_6_socket, CALL(SYS_socket, AF_INET6, SOCK_STREAM, 0))
PROBE(datagram_socket, CALL(SYS_socket, AF_INET, SOCK_DGRAM, 0))
PROBE(kernel_socket, CALL(SYS_socket, AF_NETLINK, SOCK_RAW, 0))
PROBE(packet_socket, CALL(SYS_socket, AF_PACKET, SOCK_RAW, 0))
PROBE(machine_socket, CALL(SYS_socket, AF_VSOCK, SOCK_STREAM, 0))
PROBE(cipher_socket, CALL(SYS_socket, AF_ALG, SOCK_SEQPACKET, 0))
PROBE(pair_of_sockets, CALL(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, (int[2]){0}))
static long abstract_name(victim v) {
  (void)v;
  long fd = CALL(SYS_socket, AF_UNIX, SOCK_STREAM, 0);
  if (fd < 0) return fd;
  struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "\0horngate-probe"};
  return CALL(SYS_bind, fd, &name, 17);
}
PROBE(bind_inherited, CALL(SYS_bind, 0, &(struct sockaddr_un){.sun_family = AF_UNIX}, 2))
PROBE(connect_inherited, CALL(SYS_connect, 0, &(struct sockaddr_un){.sun_family = AF_UNIX, .sun_path = "\0x"}, 4))
PROBE(listen_inherited, CALL(SYS_listen, 0, 1))
PROBE(who_is_peer, CALL(SYS_getsockopt, 0, SOL_SOCKET, SO_PEERCRED, (int[3]){0}, (int[1]){12}))
PROBE(send_datagram, CALL(SYS_sendto, 0, "x", 0L, 0, 0L, 0))
PROBE(send_many, CALL(SYS_sendmmsg, 0, 0L, 0, 0))
PROBE(system_v_memory, CALL(SYS_shmget, 0x48474154, 4096L, 01600))
PROBE(attach_memory, CALL(SYS_shmat, 0, 0L, 0))
PROBE(system_v_messages, CALL(SYS_msgget, 0x48474154, 01600))
PROBE(system_v_semaphores, CALL(SYS_semget, 0x48474154, 1, 01600))
PROBE(message_queue, CALL(SYS_mq_open, "horngate-probe", O_RDWR | O_CREAT, 0600, 0L))
PROBE(shared_mapping, SHARED(MAP_SHARED | MAP_ANONYMOUS))
PROBE(shared_mapping_validated, SHARED(MAP_SHARED_VALIDATE | MAP_ANONYMOUS))
PROBE(shared_mapping_of_input, CALL(SYS_mmap, 0L, 4096L, PROT_READ, MAP_SHARED, 0, 0L))
PROBE(wait_new_way, CALL(CALL_FUTEX_WAIT, 0L, 0L, 0L, 2, 0L, 0))
PROBE(add_key, CALL(SYS_add_key, "user", "horngate-probe", "x", 1L, -3))
PROBE(find_key, CALL(SYS_request_key, "user", "horngate-probe", 0L, 0))
PROBE(read_keyring, CALL(SYS_keyctl, 0, -3, 1))
PROBE(event_descriptor, CALL(SYS_eventfd2, 0, 0))
PROBE(timer_descriptor, CALL(SYS_timerfd_create, 1, 0))
PROBE(new_pipe, CALL(SYS_pipe2, (int[2]){0}, 0))
PROBE(new_waiting_list, CALL(SYS_epoll_create1, 0))
PROBE(gift_pages, CALL(SYS_vmsplice, 1, 0L, 0L, 0))
PROBE(ring_of_calls, CALL(SYS_io_uring_setup, 1, (char[120]){0}))
PROBE(enter_ring, CALL(SYS_io_uring_enter, 0, 0, 0, 0, 0L, 0L))
PROBE(asynchronous_calls, CALL(SYS_io_setup, 1, (long[1]){0}))

#define P(name) {#name, name}
const probe SHARING[] = {P(internet_socket), P(internet_6_socket), P(datagram_socket), P(kernel_socket), P(packet_socket), P(machine_socket), P(cipher_socket),
  P(pair_of_sockets), P(abstract_name), P(bind_inherited), P(connect_inherited), P(listen_inherited), P(who_is_peer), P(send_datagram), P(send_many),
  P(system_v_memory), P(attach_memory), P(system_v_messages), P(system_v_semaphores), P(message_queue), P(shared_mapping), P(shared_mapping_validated),
  P(shared_mapping_of_input), P(wait_new_way), P(add_key), P(find_key), P(read_keyring), P(event_descriptor), P(timer_descriptor), P(new_pipe), P(new_waiting_list),
  P(gift_pages), P(ring_of_calls), P(enter_ring), P(asynchronous_calls), {0, 0}};
