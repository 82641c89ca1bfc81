/* An honest guest. */
int number = 7;

int add(int a, int b) { return a + b; }

int parse(void) { return 1; }

int parse_all(void) { return 2; }

int crash(void) { return *(volatile int *)8; }
