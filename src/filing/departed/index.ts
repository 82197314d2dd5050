export { keepPeople } from './erase.ts'
export { departedRoutes } from './routes.tsx'
